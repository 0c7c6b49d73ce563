// Races with a real pointer: what is pressed is what was seen, however the calls change under the hand.

/** Longer than the hold of a press after a change. */
const CALM_MS = 750;

/** Sentences about presses that meant something else. */
export async function races(browser, address) {
  const faults = [];
  const page = await browser.newPage({ viewport: { width: 320, height: 720 } });
  const open = async (view) => {
    await page.goto(`${address}/main.html?view=${view}&still`);
    await page.waitForSelector('aside');
    await page.waitForTimeout(CALM_MS);
  };
  /** Changes the view as the program would, by a function of the one that is shown. */
  const change = (edit) =>
    page.evaluate(`(async () => {
      const host = globalThis.deskbellHost;
      const view = await host.view(null);
      host.push({ ...view, ...(${edit.toString()})(view), revision: view.revision + 1 });
    })()`);
  const calls = () => page.evaluate(() => globalThis.deskbellHost.intents.filter((intent) => intent.intent === 'call').map((intent) => `${intent.action} ${intent.call}`).join(', '));
  const heard = async (what, wanted) => {
    const asked = await calls();
    if (asked !== wanted) faults.push(`races: ${what}: asked for “${asked}”, not “${wanted}”`);
  };
  const pointAt = async (name) => {
    const box = await page.getByRole('button', { name, exact: true }).first().boundingBox();
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    return box;
  };
  const click = async () => {
    await page.mouse.down();
    await page.mouse.up();
  };

  await open('ringingWhileTalking');
  await pointAt('Decline');
  await change((view) => ({ calls: view.calls.filter((call) => call.state !== 'alerting') }));
  await page.waitForTimeout(150);
  await click();
  await heard('the second caller gives up under Decline', '');
  if ((await page.getByRole('menu').count()) > 0) faults.push('races: the status that appears under Decline takes the press');

  await open('talking');
  const before = await pointAt('Hold');
  await change((view) => ({ mood: 'ringing', calls: [{ ...view.calls[0], id: 9, state: 'alerting', connectedAt: null, actions: ['answer', 'decline', 'voicemail', 'forward'] }, ...view.calls] }));
  await page.waitForTimeout(150);
  const after = await page.getByRole('button', { name: 'Hold', exact: true }).boundingBox();
  if (JSON.stringify(before) !== JSON.stringify(after)) faults.push(`races: Hold moved from ${JSON.stringify(before)} to ${JSON.stringify(after)} when a second call rang`);
  await click();
  await heard('a second call rings while the pointer is on Hold', 'hold 1');
  await pointAt('Answer');
  await page.waitForTimeout(CALM_MS);
  await click();
  await heard('Answer, once it was there to be seen', 'hold 1, answer 9');

  await open('talking');
  const still = await pointAt('Hang up');
  await change((view) => ({ notices: [{ id: 1, account: null, kind: 'noTray', detail: null, at: view.now }], missed: 1 }));
  await page.waitForTimeout(150);
  const stays = await page.getByRole('button', { name: 'Hang up', exact: true }).boundingBox();
  if (JSON.stringify(still) !== JSON.stringify(stays)) faults.push('races: a notice moves Hang up');

  await open('ringing');
  await pointAt('Answer');
  await click();
  await page.waitForTimeout(300);
  await change((view) => ({ mood: 'onCall', calls: view.calls.map((call) => ({ ...call, state: 'connected', connectedAt: view.now, actions: ['hold', 'mute', 'keypad', 'transfer', 'record', 'hangUp'] })) }));
  await page.waitForTimeout(450);
  await click();
  await heard('a second press 0.75 s after Answer', 'answer 1');
  await page.close();
  return faults;
}
