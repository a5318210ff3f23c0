/** A sick run: what it found stands in the code and in the panel, with a fix that edits the spec. */
import { findPanel, openFile, reloadWindow, runCommand } from '../../host/workbench.js';
import { headerSays, statusItem } from '../looking.js';
import { openSession, pictureFailures, type Session } from '../session.js';

describe('findings in the workbench', function () {
  this.timeout(120_000);
  let session: Session;

  before(async () => {
    session = await openSession({ width: 1760, height: 1000, play: true });
  });
  after(() => session?.close());
  pictureFailures(() => session);

  it('stand on the line of their layer while training runs, with value, threshold and source', async () => {
    const { page } = session;
    await openFile(page, 'sigmoids.nn.json');
    await runCommand(page, 'Netweight: Train');
    await findPanel(page, '.finding');
    await page.locator('.monaco-editor .squiggly-warning, .monaco-editor .squiggly-error').first().waitFor();
    await runCommand(page, 'Problems: Focus on Problems View');
    await page.locator('.markers-panel', { hasText: /vanish/i }).waitFor();
    await page.locator('.markers-panel', { hasText: /Source: / }).waitFor();
    await page.waitForTimeout(1000);
    await session.screenshot('finding');
  });

  it('lead by their code to a page that needs no network', async () => {
    const { page } = session;
    await page.locator('.markers-panel .marker-code', { hasText: 'vanishing-gradient' }).first().click();
    await page.locator('.tab', { hasText: 'vanishing-gradient.md' }).waitFor();
    await page.locator('.monaco-editor .view-line', { hasText: 'The gradient shrinks' }).waitFor();
    await session.screenshot('finding-page');
    await runCommand(page, 'View: Close Editor');
  });

  it('are mended by the fix in the panel, and are gone when the next run is healthy', async () => {
    const { page } = session;
    const panel = await findPanel(page, '.finding');
    await panel.locator('.finding button.primary').first().click();
    await page.locator('.monaco-editor .view-line', { hasText: 'relu' }).first().waitFor();
    await session.screenshot('fixed');
    await page.locator('.tab', { hasText: 'sigmoids.nn.json' }).click();
    await page.keyboard.press('Control+S');
    await page.locator('.tab.dirty').waitFor({ state: 'detached' });
    await runCommand(page, 'Netweight: Stop Training');
    await statusItem(page, /sigmoids:/).waitFor({ state: 'hidden' });
    await runCommand(page, 'Netweight: Train');
    await statusItem(page, /sigmoids: epoch/).waitFor();
    await page.locator('.markers-panel', { hasText: /vanish/i }).waitFor({ state: 'hidden' });
    await page.waitForTimeout(2000);
    await page.locator('.markers-panel', { hasText: /vanish/i }).waitFor({ state: 'hidden' });
    await runCommand(page, 'Netweight: Stop Training');
    await statusItem(page, /sigmoids:/).waitFor({ state: 'hidden' });
  });

  it('are fixed, trained again and compared by the keyboard alone', async () => {
    const { page } = session;
    await runCommand(page, 'View: Close All Editors');
    await openFile(page, 'sick.nn.json');
    await page.locator('.codelens-decoration', { hasText: '32 weights' }).waitFor();
    await page.keyboard.press('Control+Alt+T');
    await headerSays(await findPanel(page, 'header:has-text("sick")'), /Completed/);
    await page.locator('.monaco-editor .squiggly-warning, .monaco-editor .squiggly-error').first().waitFor();
    await page.keyboard.press('F8');
    await page.locator('.zone-widget', { hasText: /vanish/i }).waitFor();
    await session.screenshot('keyboard-1-problem');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+.');
    await page.locator('.action-widget', { hasText: 'Fix and train' }).waitFor();
    await session.screenshot('keyboard-2-fixes');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page
      .locator('.codelens-decoration', { hasText: /vanishing-gradient is gone: validation accuracy/ })
      .waitFor();
    await findPanel(page, 'main.compare');
    await page.locator('.monaco-editor .squiggly-warning').first().waitFor({ state: 'detached' });
    await session.screenshot('keyboard-3-fixed');
    // One edit, undone as one.
    await page.keyboard.press('Control+Z');
    await page.locator('.monaco-editor .view-line', { hasText: 'sigmoid' }).nth(5).waitFor();
    await page.locator('.markers-panel', { hasText: 'is gone' }).waitFor({ state: 'detached' });
    await page.keyboard.press('Control+S');
    await page.locator('.tab.dirty').waitFor({ state: 'detached' });
  });

  it('finds a learning rate, shows its curve, and offers it on its line', async () => {
    const { page } = session;
    await runCommand(page, 'View: Close All Editors');
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
    await page.locator('.view-line', { hasText: '"learningRate"' }).first().click();
    await page.locator('.monaco-editor.focused').waitFor();
    await page.waitForTimeout(1000);
    await page.keyboard.press('Control+.');
    await page.locator('.action-widget', { hasText: 'as the range test found' }).waitFor();
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
