/** Why a network predicts what it does: from a run, from the palette, from a row of the data. */
import assert from 'node:assert/strict';
import type { Frame } from 'playwright-core';
import { findPanel, openFile, runCommand } from '../../host/workbench.js';
import { headerSays } from '../looking.js';
import { openSession, pictureFailures, type Session } from '../session.js';

describe('explaining in the workbench', function () {
  this.timeout(150_000);
  let session: Session;
  let panel: Frame;

  before(async () => {
    session = await openSession({ width: 1760, height: 1000 });
  });
  after(() => session?.close());
  pictureFailures(() => session);

  it('explains a run from its button, in numbers that add up', async () => {
    const { page } = session;
    await openFile(page, 'penguins.nn.json');
    await runCommand(page, 'Netweight: Train');
    const run = await findPanel(page, '.readouts');
    await headerSays(run, /Completed|Stopped early/i);
    await run.locator('button', { hasText: 'Explain' }).click();
    panel = await findPanel(page, 'main.explain');
    await headerSays(panel, /Explained/);
    assert.match(await panel.locator('.readout.residual').innerText(), /≤ .*adds up/s);
    assert.match(await panel.locator('.readout.rows').innerText(), /333/);
    await page.waitForTimeout(500);
    await session.screenshot('explained');
  });

  it('shows a chosen row in every chart, and its line in the data', async () => {
    const { page } = session;
    await panel.locator('#rows').scrollIntoViewIfNeeded();
    const listed = panel.locator('#rows tbody tr').nth(2);
    const row = Number(await listed.locator('td').first().innerText());
    await listed.click();
    // Charts draw when they are in sight.
    await panel.locator('#waterfall').scrollIntoViewIfNeeded();
    await panel.locator('#waterfall h2', { hasText: `Row ${row}` }).waitFor();
    await panel.locator('#waterfall button[aria-label^="Show the row"]').click();
    await page.locator('.tab.active', { hasText: 'penguins.csv' }).waitFor();
    await page.locator('.statusbar-item', { hasText: new RegExp(`Ln ${row + 2},`) }).waitFor();
    await session.screenshot('explained-row');
  });
});
