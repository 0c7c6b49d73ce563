// By keyboard alone in a real browser: everything is reached in reading order with a visible focus, dialogs close with Escape, first start works.

/** Sentences about what the keyboard cannot do. */
export async function byKeyboard(browser, address) {
  const faults = [];
  const page = await browser.newPage({ viewport: { width: 1100, height: 720 } });
  const open = async (view, more = '') => {
    await page.goto(`${address}/main.html?view=${view}${more}`);
    await page.waitForSelector('aside');
  };

  for (const view of ['talking', 'missed', 'settings', 'activity', 'addAccount', 'chats', 'conversation', 'chatSettings', 'statusQueued', 'drifted', 'statusRules', 'newsTrouble', 'statusHistory', 'crowded']) {
    await open(view, '&still');
    await page.waitForTimeout(100);
    const wanted = await page.evaluate(() => {
      const all = [...document.querySelectorAll('button, input, select, textarea, summary, [tabindex="0"]')].filter((node) => !node.disabled && node.tabIndex >= 0 && node.checkVisibility());
      all.forEach((node, index) => (node.dataset.order = String(index)));
      // From the top, wherever the focus stands at first.
      document.body.tabIndex = -1;
      document.body.focus();
      document.body.removeAttribute('tabindex');
      return all.length;
    });
    // What a form says meanwhile (a link to what is missing) is reached in its place too.
    let appeared = 0;
    for (let index = 0; index < wanted; index += 1) {
      await page.keyboard.press('Tab');
      const seen = await page.evaluate(() => {
        const node = document.activeElement;
        return { order: node?.dataset.order, outline: node ? getComputedStyle(node).outlineStyle : 'none', name: node?.textContent || node?.ariaLabel || node?.id, control: node?.matches('button, input, select, textarea, a[href]') ?? false };
      });
      if (seen.order === undefined && seen.control && appeared < 5) {
        appeared += 1;
        index -= 1;
        continue;
      }
      // What went meanwhile cannot be reached.
      const gone = await page.evaluate((at) => !document.querySelector(`[data-order="${String(at)}"]:not(:disabled)`)?.checkVisibility(), index);
      if (gone && Number(seen.order) === index + 1) index += 1;
      if (seen.order !== String(index)) {
        faults.push(`keyboard ${view}: Tab ${index + 1} reached ${seen.order ?? 'nothing'} (${seen.name})`);
        break;
      }
      if (seen.outline === 'none') faults.push(`keyboard ${view}: no visible focus on “${seen.name}”`);
    }
  }

  await open('quitQuestion');
  await page.keyboard.press('Escape');
  await page.waitForSelector('[role="alertdialog"]', { state: 'detached', timeout: 2000 }).catch(() => faults.push('keyboard: Escape does not answer the question with no'));

  await open('firstStart');
  await page.getByRole('button', { name: /simulated desk/ }).focus();
  await page.keyboard.press('Enter');
  await page.waitForSelector('.window.widget', { timeout: 2000 }).catch(() => faults.push('keyboard: Enter does not start the simulated desk'));

  await open('ringing');
  await page.getByRole('button', { name: 'Answer' }).focus();
  await page.keyboard.press('Space');
  await page.getByText('Answering…').waitFor({ timeout: 400 }).catch(() => faults.push('keyboard: pending is not shown'));
  await page.getByRole('button', { name: 'Hang up' }).waitFor({ timeout: 2000 }).catch(() => faults.push('keyboard: the answered call is not shown'));

  await open('conversation');
  await page.getByRole('textbox', { name: /Reply to/ }).focus();
  await page.keyboard.type('/hel');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await page.getByText('On its way…').waitFor({ timeout: 400 }).catch(() => faults.push('keyboard: a reply on its way is not shown'));
  await page.getByRole('log').getByText('How can I help').waitFor({ timeout: 2000 }).catch(() => faults.push('keyboard: the canned reply is not in the transcript'));
  await page.close();
  return faults;
}
