// Room in the sidebar: however much is asked and told, calls, dialer and accounts are reached, and so is all that is asked and told.

const SIZES = [
  { name: 'normal', width: 1100, height: 720 },
  { name: 'as the sidebar', width: 320, height: 720 },
  { name: 'at 200 %', width: 550, height: 360 },
  { name: 'as the sidebar at 200 %', width: 160, height: 360 },
  { name: 'at the smallest size', width: 680, height: 480 },
];
/** Share of the window that questions and notices may take; where the whole sidebar scrolls; what they have in any case, in CSS pixels. */
const MOST = 0.4;
const MOST_IN_LOW = 0.7;
const LOW = 460;
const LEAST = 96;
/** Longer than the hold of a press after a change. */
const CALM_MS = 700;

/** Sentences about what is pushed out of reach. */
export async function keepsRoom(browser, address) {
  const faults = [];
  const page = await browser.newPage();
  for (const size of SIZES) {
    for (const opened of [false, true]) {
      const label = `room ${size.name}${opened ? ', all shown' : ''}`;
      await page.setViewportSize(size);
      await page.goto(`${address}/main.html?view=crowded&still`);
      const stack = page.getByRole('region', { name: 'Questions and notices' });
      await stack.waitFor();
      if (opened) {
        const all = stack.getByRole('button', { name: /4 questions, 6 notices/ });
        await all.scrollIntoViewIfNeeded();
        // As a person does: a press counts once what moved was there to be seen.
        await page.waitForTimeout(CALM_MS);
        await all.click();
      }
      await page.waitForTimeout(700);
      const { height } = await stack.boundingBox();
      if (height > Math.max(LEAST, size.height * (size.height > LOW ? MOST : MOST_IN_LOW)) + 1) faults.push(`${label}: questions and notices take ${Math.round(height)} px of ${size.height}`);
      const asked = await stack.getByRole('group', { name: /wants/ }).count();
      if (asked !== (opened ? 4 : 1)) faults.push(`${label}: ${asked} questions are shown`);
      const hidden = await page.evaluate((plain) => {
        const seen = (node) => {
          const { left, top, width, height } = node.getBoundingClientRect();
          const there = document.elementFromPoint(left + width / 2, top + height / 2);
          return there !== null && (node.contains(there) || there.contains(node));
        };
        const named = (name) => [...document.querySelectorAll('button')].find((button) => button.textContent.trim() === name);
        const first = [named('Hang up'), document.querySelector('.rest input')];
        const out = plain ? first.filter((node) => !seen(node)).map((node) => `${node.textContent.trim() || 'the dialer'} without scrolling`) : [];
        for (const node of document.querySelectorAll('aside button, aside input, aside select')) {
          if (node.disabled) continue;
          node.scrollIntoView({ block: 'nearest' });
          if (!seen(node)) out.push(node.textContent.trim() || node.ariaLabel || node.id);
        }
        return out;
      }, size.height === 720);
      if (hidden.length > 0) faults.push(`${label}: out of reach: ${hidden.join(', ')}`);
    }
  }
  await page.close();
  return faults;
}
