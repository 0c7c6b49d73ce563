// The status by keyboard alone in a real browser: choosing with a note and for after the call, drift, the light, rules and a schedule.

const SOON = { timeout: 2500 };
/** Longer than the hold of a press after a change. */
const CALM_MS = 700;

/** Sentences about what the keyboard cannot do with the status, and about what is open on the way. */
export async function statusByKeyboard(browser, address, axe) {
  const faults = [];
  const page = await browser.newPage({ viewport: { width: 1100, height: 720 }, locale: 'en-GB', timezoneId: 'UTC' });
  page.on('pageerror', (error) => faults.push(`status: ${error.message}`));
  const open = async (view) => {
    await page.goto(`${address}/main.html?view=${view}&chats`);
    await page.waitForSelector('aside');
    await page.evaluate(() => document.body.focus());
  };
  /** As a person does: not before what just changed was seen. */
  const press = async (...keys) => {
    if (keys.some((key) => key === 'Enter' || key === 'Space')) await page.waitForTimeout(CALM_MS);
    for (const key of keys) await page.keyboard.press(key);
  };
  const seen = (text, fault) => page.getByText(text, { exact: true }).first().waitFor(SOON).catch(() => faults.push(`status: ${fault}`));
  const gone = (text, fault) => page.getByText(text, { exact: true }).first().waitFor({ state: 'detached', ...SOON }).catch(() => faults.push(`status: ${fault}`));
  /** What has the focus is called; what only is seen has no part in it. */
  const focused = () =>
    page.evaluate(() => {
      const node = document.activeElement?.cloneNode(true);
      for (const hidden of node?.querySelectorAll('[aria-hidden="true"]') ?? []) hidden.remove();
      return node?.getAttribute('aria-label') || node?.textContent.trim() || node?.getAttribute('title') || '';
    });
  /** Goes on by Tab until something called `name` has the focus. */
  const tabTo = async (name) => {
    for (let step = 0; step < 80; step += 1) {
      if ((await focused()).startsWith(name)) return true;
      await press('Tab');
    }
    faults.push(`status: Tab does not reach “${name}”`);
    return false;
  };

  /** What is open now, in both themes: axe, and nothing scrolls sideways in the sidebar, narrow as it may be. */
  const inspect = async (what) => {
    await page.evaluate(axe);
    for (const colorScheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme });
      await page.waitForTimeout(200);
      const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
      for (const violation of violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')) faults.push(`status: ${what} ${colorScheme}: ${violation.id}: ${violation.nodes.map((node) => node.target.join(' ')).join(', ')}`);
    }
    await page.emulateMedia({ colorScheme: null });
    for (const width of [260, 160]) {
      const wide = await page.evaluate((css) => {
        document.documentElement.style.setProperty('--sidebar-width', css);
        const boxes = [...document.querySelectorAll('aside, aside > header, .more, .rest')].filter((box) => box.scrollWidth > box.clientWidth + 1);
        document.documentElement.style.removeProperty('--sidebar-width');
        return boxes.map((box) => `${box.tagName}.${box.className}`);
      }, `${width}px`);
      if (wide.length > 0) faults.push(`status: ${what} at ${width} px scrolls sideways: ${wide.join(', ')}`);
    }
  };

  await open('statusConfirmed');
  await tabTo('Status: Available');
  await press('Enter', 'w', 'Enter');
  await page.keyboard.type('Dentist');
  await inspect('the form');
  await press('Enter');
  await seen('Away · Dentist', 'a status with a note is not shown');
  if (!(await focused()).startsWith('Status: Away · Dentist')) faults.push(`status: after the form the focus is on “${await focused()}”`);
  await seen('Away, as you chose', 'the light does not follow the choice');

  await open('statusOnCall');
  await tabTo('Status: On a call');
  await press('Enter');
  await inspect('the menu');
  await press('End', 'Enter');
  await seen('After this call: Offline', 'a status for after the call is not shown');
  await tabTo('Do not change it after this call');
  await press('Enter');
  await page.getByRole('button', { name: 'Do not change it after this call' }).waitFor({ state: 'detached', ...SOON }).catch(() => faults.push('status: the queued status is not dropped'));

  await open('drifted');
  await tabTo('Set again');
  await press('Enter');
  await gone('Keep theirs', '“Set again” leaves the drift');
  await seen('Reachable', '“Set again” does not make the light green');

  await open('drifted');
  await tabTo('Keep theirs');
  await press('Space');
  await page.getByRole('button', { name: /^Status: Offline/ }).waitFor(SOON).catch(() => faults.push('status: “Keep theirs” does not choose what they have'));

  await open('lightBad');
  await tabTo('Reachability');
  await press('Enter');
  await seen('The network is up.', 'the page does not list all checks');
  await inspect('the page of checks');
  await tabTo('Load again');
  await press('Enter');
  await gone('Load again', 'the remedy beside the light does not help');
  await tabTo('Back');
  await press('Enter');
  await gone('The network is up.', '“Back” does not leave the page of checks');

  await open('statusRules');
  await page.getByRole('switch', { name: 'Wrap-up after a call' }).focus();
  await press('Space');
  await page.getByRole('switch', { name: 'Wrap-up after a call', checked: false }).waitFor(SOON).catch(() => faults.push('status: a rule is not switched'));
  await page.getByRole('button', { name: /^Late shift/ }).focus();
  await press('Enter');
  await page.getByRole('switch', { name: 'Late shift', checked: true }).waitFor(SOON).catch(() => faults.push('status: a usual schedule is not added'));
  await page.getByRole('button', { name: 'Add a schedule' }).focus();
  await press('Enter');
  await page.keyboard.type('Market day');
  await tabTo('Saturday');
  await press('Space');
  await page.getByLabel('To: hour', { exact: true }).focus();
  // The letter is for fields that have a half of the day; others ignore it.
  await page.keyboard.type('0630A');
  await seen('Ends at 06:30 on the next day.', 'a schedule over midnight is not said');
  await inspect('the form of a schedule');
  await press('Enter');
  await seen('Shift · Mon–Sat · 09:00–06:30', 'a new schedule is not listed');
  await page.close();
  return faults;
}
