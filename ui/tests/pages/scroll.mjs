// A million entries in a real browser: scrolled frame by frame, few elements, the ends reached, nothing blank where one stops.

const OLDER = 1_000_000;
const FRAMES = 180;
/** Two screens in each frame: nobody's wheel is faster. */
const STEP_PX = 1200;
/** What a frame is to take, and one in which nothing happens; how much more each may take on a computer that is busy with other things. */
const FRAME_MS = 33;
const REST_MS = 17;
const BUSY = 2;
/** Rows seen, and some beyond each end. */
const DRAWN_MOST = 60;

/** How long each of so many frames takes while `step` scrolls on; the greatest but one in twenty. */
function measure({ frames, step }) {
  return new Promise((resolve) => {
    const box = document.querySelector('main [role="listbox"]');
    const times = [];
    let last = performance.now();
    const frame = (now) => {
      times.push(now - last);
      last = now;
      box.scrollTop += step;
      if (times.length <= frames) requestAnimationFrame(frame);
      else resolve({ p95: times.slice(1).sort((a, b) => a - b)[Math.floor(frames * 0.95)], at: box.scrollTop, drawn: box.querySelectorAll('[role="option"]').length });
    };
    requestAnimationFrame(frame);
  });
}

/** Sentences about what goes wrong in a long list; prints how fast it was. */
export async function scrolls(browser, address) {
  const faults = [];
  const page = await browser.newPage({ viewport: { width: 1100, height: 720 } });
  await page.goto(`${address}/main.html?view=activity&still&older=${String(OLDER)}`);
  const box = page.locator('main [role="listbox"]');
  await box.waitFor();
  const idle = await page.evaluate(measure, { frames: FRAMES, step: 0 });
  const down = await page.evaluate(measure, { frames: FRAMES, step: STEP_PX });
  const up = await page.evaluate(measure, { frames: FRAMES, step: -STEP_PX });
  const said = (one) => `${one.p95.toFixed(1)} ms`;
  console.log(`a list of ${String(OLDER)} entries: 95 of 100 frames within ${said(down)} down, ${said(up)} up, ${said(idle)} at rest`);
  for (const [way, one] of Object.entries({ down, up })) {
    if (one.p95 > FRAME_MS * Math.max(1, idle.p95 / REST_MS) * BUSY * BUSY) faults.push(`scroll ${way}: frames take ${said(one)}, at rest ${said(idle)}`);
    if (one.drawn > DRAWN_MOST) faults.push(`scroll ${way}: ${String(one.drawn)} rows are in the page`);
  }
  if (down.at < FRAMES * STEP_PX * 0.2) faults.push(`scroll: only ${String(down.at)} px were reached`);
  if (up.at > 0) faults.push(`scroll: ${String(up.at)} px from the beginning after scrolling back`);

  // At the far end, and wherever one stops, every row says something.
  const blank = () => page.evaluate(() => [...document.querySelectorAll('main [role="listbox"] [role="option"]')].filter((row) => row.textContent.trim() === '…').length);
  await box.focus();
  await page.keyboard.press('End');
  await page.getByText('+1 650-555-9999').first().waitFor({ timeout: 3000 }).catch(() => faults.push('scroll: End does not show the oldest'));
  for (const key of ['PageUp', 'PageUp', 'PageUp', 'Home']) {
    await page.keyboard.press(key);
    await page.waitForTimeout(300);
    const empty = await blank();
    if (empty > 0) faults.push(`scroll: ${String(empty)} rows stay blank after ${key}`);
  }
  await page.getByText('Grace Hopper').first().waitFor({ timeout: 3000 }).catch(() => faults.push('scroll: Home does not show the newest'));

  await page.close();
  return faults;
}
