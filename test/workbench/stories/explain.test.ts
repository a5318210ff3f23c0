/** Why a network predicts what it does: from a run, from the palette, from a row of the data. */
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import type { Frame } from 'playwright-core';
import { projectRoot } from '../../host/paths.js';
import { findPanel, openFile, runCommand } from '../../host/workbench.js';
import { headerSays } from '../looking.js';
import { openSession, pictureFailures, type Session } from '../session.js';

describe('explaining in the workbench', function () {
  this.timeout(300_000);
  let session: Session;
  let panel: Frame;

  before(async () => {
    session = await openSession({ width: 1760, height: 1000 });
    cpSync(
      join(projectRoot, 'test/fixtures/models/onnx/mlp_iris.onnx'),
      join(session.folder, 'mlp_iris.onnx'),
    );
    const rows = Array.from({ length: 40 }, (_, i) =>
      [0, 1, 2, 3].map((k) => Math.sin(i * (k + 1)).toFixed(3)).join(),
    );
    session.write('measured.csv', ['length,width,petal_length,petal_width', ...rows].join('\n'));
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
    await panel.locator('.readout.residual', { hasText: /≤ .*adds up/s }).waitFor();
    await panel.locator('.readout.rows', { hasText: '333' }).waitFor();
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

  it('explains an ONNX model on rows that are chosen', async () => {
    const { page } = session;
    await runCommand(page, 'View: Close All Editors');
    await openFile(page, 'mlp_iris.onnx');
    await findPanel(page, 'main.model');
    await runCommand(page, 'Netweight: Explain Predictions');
    const path = page.locator('.quick-input-widget:visible input[type="text"]');
    await path.waitFor();
    await page.waitForTimeout(500);
    await path.fill(join(session.folder, 'measured.csv'));
    await page.waitForTimeout(500);
    await page.keyboard.press('Enter');
    const explained = await findPanel(page, 'main.explain', 60_000);
    await headerSays(explained, /Explained/);
    await explained.locator('.readout.rows', { hasText: '40' }).waitFor();
    await explained.locator('.readout.residual', { hasText: 'adds up' }).waitFor();
    await explained.locator('#bars, #importance').first().waitFor();
    await page.waitForTimeout(500);
    await session.screenshot('explained-onnx');
  });
});
