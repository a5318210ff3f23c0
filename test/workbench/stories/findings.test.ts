/** A sick run: what it found stands in the code and in the panel, with a fix that edits the spec. */
import { findPanel, openFile, openFixes, runCommand } from '../../host/workbench.js';
import { headerSays, statusItem } from '../looking.js';
import { openSession, pictureFailures, type Session } from '../session.js';

describe('findings in the workbench', function () {
  this.timeout(300_000);
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
    await openFixes(page, 'Fix and train');
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
});
