// A window as narrow as its sidebar, and the strip above a vendor's page: what is running is in sight, and there is a way back.

/** What the shell leaves above a vendor's page in a narrow window. */
const STRIP = 210;
/** Longer than the hold of a press after a change. */
const CALM_MS = 700;

/** Sentences about what a narrow window does not show. */
export async function narrow(browser, address) {
  const faults = [];
  const page = await browser.newPage({ viewport: { width: 320, height: STRIP } });
  const open = async (view, width, height) => {
    await page.setViewportSize({ width, height });
    await page.goto(`${address}/main.html?view=${view}&still&chats`);
    await page.waitForSelector('aside');
    await page.waitForTimeout(CALM_MS);
  };
  const inSight = async (what, name) => {
    const box = await page.getByRole('button', { name, exact: true }).first().boundingBox();
    const { width, height } = page.viewportSize();
    if (!box || box.y < 0 || box.y + box.height > height || box.x + box.width > width) faults.push(`narrow: ${what}: “${name}” is not in sight: ${JSON.stringify(box)}`);
  };
  const shown = () => page.evaluate(() => JSON.stringify(globalThis.deskbellHost.intents.at(-1) ?? null));

  for (const width of [320, 500]) {
    for (const [view, names] of [['talking', ['Hold', 'Hang up', 'Transfer…']], ['ringing', ['Answer', 'Decline']], ['signedOut', ['Sign in']]]) {
      await open(view, width, STRIP);
      for (const name of ['Back', ...names]) await inSight(`the strip with ${view} at ${width} px`, name);
      const aside = await page.locator('aside').boundingBox();
      if (Math.round(aside.width) !== width) faults.push(`narrow: the strip is ${aside.width} px wide, not ${width}`);
    }
  }
  await page.getByRole('button', { name: 'Back' }).click();
  if ((await shown()) !== JSON.stringify({ intent: 'show', stage: { stage: 'reachability' } })) faults.push(`narrow: Back from the strip asks for ${await shown()}`);

  await open('conversation', 320, 720);
  await inSight('a chat', 'Send');
  const lines = await page.getByRole('region', { name: 'Transcript' }).boundingBox();
  if (lines.height < 120) faults.push(`narrow: the transcript has ${lines.height} px`);
  await page.getByRole('button', { name: 'Back' }).click();
  await inSight('the lists after Back', 'Call');
  await open('conversation', 550, 360);
  const low = await page.getByRole('region', { name: 'Transcript' }).boundingBox();
  if (low.height < 120) faults.push(`narrow: at 200 % the transcript has ${low.height} px`);
  await inSight('a chat at 200 %', 'Send');
  await page.close();
  return faults;
}
