// What is heard in a real browser: names that do not run together and say nothing twice, reasons of what cannot be pressed, and no text too small to read.

/** Views with much in them. */
const VIEWS = ['chats', 'chatsAndCall', 'conversation', 'missed', 'tooMuch', 'ringingUnknown', 'secondRings', 'held', 'activityFull', 'settings', 'signedOut', 'core-reach-everything-wrong', 'crowded', 'addAccount', 'conversationGerman'];
/** Words that are written so. */
const CAMEL = /RingCentral|SnapEngage|SmartAgent|onWebChat|WebRTC|RingOut|YouTube|iOS|macOS|DND|\b\w*[A-Z]{2,}\w*\b/g;
const LEAST_PX = 12;
const ROLES = ['button', 'link', 'menuitem', 'tab', 'switch', 'checkbox', 'textbox', 'combobox', 'searchbox', 'region', 'group', 'heading'];

/** A small letter before a capital, or a mark of punctuation with no blank behind it, shows where two names met. */
function runsTogether(name) {
  const plain = name.replace(/https?:\S+|\S+@\S+|\d+[:.,]\d+/g, '').replace(CAMEL, '');
  return /\p{Ll}\p{Lu}/u.test(plain) || /[,;!?…]\p{L}/u.test(plain);
}

/** The same words twice in one name. */
function saidTwice(name) {
  const parts = name.split(/[,·:]\s+/).map((part) => part.trim()).filter((part) => part.length > 3);
  return new Set(parts).size < parts.length;
}

/** Sentences about what is heard wrong, or too small. */
export async function names(browser, address) {
  const faults = [];
  const page = await browser.newPage({ viewport: { width: 1100, height: 720 }, locale: 'en-GB', timezoneId: 'UTC' });
  const tree = await page.context().newCDPSession(page);
  let heard = 0;
  for (const view of VIEWS) {
    await page.goto(`${address}/main.html?view=${view}&still&chats`);
    await page.waitForSelector('aside');
    const { nodes } = await tree.send('Accessibility.getFullAXTree');
    for (const node of nodes) {
      const name = node.name?.value ?? '';
      if (node.ignored || !ROLES.includes(node.role?.value) || name === '') continue;
      heard += 1;
      if (runsTogether(name)) faults.push(`names ${view}: runs together: “${name}”`);
      if (saidTwice(name)) faults.push(`names ${view}: says it twice: “${name}”`);
      const description = node.description?.value ?? '';
      if (description !== '' && description === name) faults.push(`names ${view}: described by its own name: “${name}”`);
      const disabled = node.properties?.some((property) => property.name === 'disabled' && property.value.value);
      const focusable = node.properties?.some((property) => property.name === 'focusable' && property.value.value);
      if (disabled && focusable && description === '') faults.push(`names ${view}: does not say why it cannot be pressed: “${name}”`);
    }
    const small = await page.evaluate((least) => {
      const out = new Set();
      const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      for (let node = walk.nextNode(); node; node = walk.nextNode()) {
        const box = node.parentElement;
        if (node.textContent.trim() === '' || !box.checkVisibility()) continue;
        const size = parseFloat(getComputedStyle(box).fontSize);
        if (size < least) out.add(`“${node.textContent.trim()}” has ${size} px`);
      }
      return [...out];
    }, LEAST_PX);
    faults.push(...small.map((what) => `names ${view}: too small: ${what}`));
  }
  if (heard < VIEWS.length) faults.push(`names: only ${heard} names were heard`);
  await page.close();
  return faults;
}
