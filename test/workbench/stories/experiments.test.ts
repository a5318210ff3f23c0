/** What a user tries out: a learning rate, several seeds, a first network for a table. */
import { findPanel, openFile, openFixes, reloadWindow, runCommand } from '../../host/workbench.js';
import { openSession, pictureFailures, type Session } from '../session.js';

describe('experiments in the workbench', function () {
  this.timeout(300_000);
  let session: Session;

  before(async () => {
    session = await openSession({ width: 1760, height: 1000, play: true });
  });
  after(() => session?.close());
  pictureFailures(() => session);

  it('finds a learning rate, shows its curve, and offers it on its line', async () => {
    const { page } = session;
    await openFile(page, 'penguins.nn.json');
    await runCommand(page, 'Netweight: Find Learning Rate');
    const panel = await findPanel(page, 'main.range-test');
    await panel.locator('.status', { hasText: 'Tested' }).waitFor();
    await panel.locator('button.primary', { hasText: 'Set to' }).waitFor();
    await page.waitForTimeout(500);
    await session.screenshot('range-test');
    await panel.locator('#range-test').focus();
    await page.keyboard.press('t');
    await panel.locator('.twin td').first().waitFor();
    const rateLine = page.locator('.view-line', { hasText: '"learningRate"' }).first();
    await rateLine.locator('span span', { hasText: '0.01' }).last().click();
    await page.locator('.monaco-editor.focused').waitFor();
    await page.waitForTimeout(1000);
    await openFixes(page, 'as the range test found');
    await session.screenshot('range-test-fix');
    await page.keyboard.press('Enter');
    await panel.locator('p.block', { hasText: 'The spec has this rate.' }).waitFor();
    await panel.locator('button.primary').waitFor({ state: 'hidden' });
  });

  it('brings the range test back when the window is reloaded', async () => {
    const { page } = session;
    await page.locator('.tab', { hasText: 'penguins.nn.json' }).first().click();
    await page.keyboard.press('Control+S');
    await page.locator('.tab.dirty').waitFor({ state: 'detached' });
    await reloadWindow(page);
    await page.locator('.tab', { hasText: 'Learning rate: penguins' }).click();
    const panel = await findPanel(page, 'main.range-test');
    await panel.locator('.status', { hasText: 'Tested' }).waitFor();
    await panel.locator('p.block', { hasText: 'The spec has this rate.' }).waitFor();
    await session.screenshot('range-test-reloaded');
  });

  it('trains with several seeds, whose curves are a band', async () => {
    const { page } = session;
    await openFile(page, 'penguins.nn.json');
    await page.keyboard.press('Control+S');
    await page.locator('.tab.dirty').waitFor({ state: 'detached' });
    await runCommand(page, 'Netweight: Train with Several Seeds');
    const input = page.locator('.quick-input-widget:visible input');
    await input.fill('3');
    await page.keyboard.press('Enter');
    const panel = await findPanel(page, '.foot:has-text("of 3 seeds")', 60_000);
    await panel.locator('#metric .foot', { hasText: 'validation of 3 seeds' }).waitFor();
    await page.waitForTimeout(500);
    await session.screenshot('seeds');
  });

  it('makes a first network from a table, ready to train', async () => {
    const { page } = session;
    await runCommand(page, 'View: Close All Editors');
    await runCommand(page, 'Netweight: New Network from Data');
    const quickInput = page.locator('.quick-input-widget:visible');
    await quickInput.locator('input[placeholder*="Where is the data"]').fill('signs.csv');
    await quickInput.locator('.monaco-list-row', { hasText: 'signs.csv' }).first().waitFor();
    await page.keyboard.press('Enter');
    await quickInput.locator('input[placeholder*="network predict"]').waitFor();
    await quickInput.locator('.monaco-list-row', { hasText: 'proposed' }).first().waitFor();
    await session.screenshot('new-network-target');
    await page.keyboard.press('Enter');
    await page.locator('.tab', { hasText: 'signs.nn.json' }).waitFor();
    await page.locator('.view-line', { hasText: '"target"' }).first().waitFor();
    await session.screenshot('new-network');
    await runCommand(page, 'Netweight: Train');
    const panel = await findPanel(page, '.readouts');
    await panel.locator('header', { hasText: /Completed|Stopped early/i }).waitFor();
  });
});
