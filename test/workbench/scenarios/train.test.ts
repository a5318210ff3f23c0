/** What a user does with a spec, from the title's button to the findings, in the real workbench. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Frame } from 'playwright-core';
import { findPanel, openFile, reloadWindow, runCommand } from '../../host/workbench.js';
import { playFiles } from '../playground.js';
import { openSession, type Session } from '../session.js';

describe('training in the workbench', function () {
  this.timeout(240_000);
  let session: Session;

  before(async () => {
    session = await openSession({ width: 1760, height: 1000 });
    for (const [path, text] of Object.entries(playFiles)) session.write(path, text);
  });

  after(() => session?.close());

  afterEach(async function () {
    if (this.currentTest?.state === 'failed')
      await session.screenshot(`failed-${this.currentTest.title.slice(0, 40).replaceAll(/\W+/g, '-')}`);
  });

  const status = (text: RegExp) => session.page.locator('.statusbar-item', { hasText: text }).first();
  const runsOf = (folder: string, name: string): string[] => {
    const runs = join(session.folder, folder, '.netweight/runs');
    return existsSync(runs)
      ? readdirSync(runs)
          .filter((run) => run.startsWith(`${name}-2`))
          .map((run) => join(runs, run))
      : [];
  };
  const stateOf = async (panel: Frame, text: RegExp): Promise<void> =>
    panel.locator('header', { hasText: text }).waitFor();
  const closeEditors = async (): Promise<void> => {
    await runCommand(session.page, 'View: Close All Editors');
  };

  it('trains the penguins with the button in the title bar', async () => {
    const { page } = session;
    await openFile(page, 'penguins.nn.json');
    await page.locator('.editor-actions .action-label[aria-label^="Train"]').click();
    const panel = await findPanel(page, '.readouts');
    await stateOf(panel, /Completed|Stopped early/i);
    await page.waitForTimeout(500);
    await session.screenshot('penguins-dark');
    const [run] = runsOf('penguins', 'penguins');
    assert.ok(run, 'a run folder stands beside the spec');
    const record = JSON.parse(readFileSync(join(run, 'run.json'), 'utf8')) as {
      final: { metrics: { validationAccuracy: number } };
    };
    assert.ok(record.final.metrics.validationAccuracy > 0.95, JSON.stringify(record.final));
  });

  it('pauses, continues and stops from the panel and the palette', async () => {
    const { page } = session;
    await closeEditors();
    await openFile(page, 'endless.nn.json');
    await runCommand(page, 'Netweight: Train');
    const panel = await findPanel(page, '.readouts');
    await status(/endless: epoch/).waitFor();
    await page.waitForTimeout(1500);
    await session.screenshot('training-dark');
    await panel.locator('button', { hasText: 'Pause' }).click();
    await status(/endless: .*paused/).waitFor();
    await session.screenshot('paused-dark');
    await panel.locator('button', { hasText: 'Continue' }).click();
    await status(/endless: epoch .* left/).waitFor();
    await runCommand(page, 'Netweight: Pause Training');
    await status(/endless: .*paused/).waitFor();
    await runCommand(page, 'Netweight: Continue Training');
    await status(/endless: epoch .* left/).waitFor();
  });

  it('runs a second training beside the first', async () => {
    const { page } = session;
    await openFile(page, 'second.nn.json');
    await runCommand(page, 'Netweight: Train');
    await status(/second: epoch .*\+1/).waitFor();
    await page.waitForTimeout(1000);
    await session.screenshot('two-runs-dark');
    await openFile(page, 'second.nn.json');
    await runCommand(page, 'Netweight: Stop Training');
    await status(/endless: epoch/).waitFor();
  });

  it('loses nothing when the window is reloaded, and resumes', async () => {
    const { page } = session;
    await reloadWindow(page);
    await page.locator('.tab', { hasText: 'Run: endless' }).click();
    const panel = await findPanel(page, '.readouts', 60_000);
    await stateOf(panel, /Stopped/i);
    await page.waitForTimeout(500);
    await session.screenshot('reloaded-dark');
    const [run] = runsOf('play', 'endless');
    const before = JSON.parse(readFileSync(join(run ?? '', 'run.json'), 'utf8')) as { epochs: number };
    assert.ok(before.epochs > 0);
    await panel.locator('button', { hasText: 'Resume' }).click();
    await status(/endless: epoch/).waitFor();
    await page.waitForTimeout(1000);
    await session.screenshot('resumed-dark');
    assert.equal(runsOf('play', 'endless').length, 1, 'it goes on in the same folder');
    await openFile(page, 'endless.nn.json');
    await runCommand(page, 'Netweight: Stop Training');
    await status(/endless:/).waitFor({ state: 'hidden' });
  });

  it('puts a finding on the line of its layer, with a fix that edits it', async () => {
    const { page } = session;
    await closeEditors();
    await openFile(page, 'deep.nn.json');
    await runCommand(page, 'Netweight: Train');
    const panel = await findPanel(page, '.finding');
    await page.locator('.monaco-editor .squiggly-warning, .monaco-editor .squiggly-error').first().waitFor();
    await runCommand(page, 'Problems: Focus on Problems View');
    await page.locator('.markers-panel', { hasText: /vanish/i }).waitFor();
    await page.waitForTimeout(1500);
    await session.screenshot('finding-dark');
    await panel.locator('.finding button.primary').first().click();
    await page.locator('.monaco-editor .view-line', { hasText: 'relu' }).first().waitFor();
    await session.screenshot('fixed-dark');
    await page.locator('.tab', { hasText: 'deep.nn.json' }).click();
    await page.keyboard.press('Control+S');
    await page.locator('.tab.dirty').waitFor({ state: 'detached' });
    await runCommand(page, 'Netweight: Stop Training');
  });

  it('makes a first network from a table', async () => {
    const { page } = session;
    await closeEditors();
    await runCommand(page, 'Netweight: New Network from Data');
    const input = page.locator('.quick-input-widget:visible input[placeholder*="Which table"]');
    await input.fill('signs.csv');
    await page.locator('.quick-input-list .monaco-list-row', { hasText: 'signs.csv' }).first().waitFor();
    await page.keyboard.press('Enter');
    await page.locator('.quick-input-widget:visible input[placeholder*="network predict"]').waitFor();
    await page
      .locator('.quick-input-widget:visible .monaco-list-row', { hasText: 'proposed' })
      .first()
      .waitFor();
    await session.screenshot('new-network-target');
    await page.keyboard.press('Enter');
    await page.locator('.tab', { hasText: 'signs.nn.json' }).waitFor();
    await page.waitForTimeout(1000);
    await session.screenshot('new-network');
    await runCommand(page, 'Netweight: Train');
    const panel = await findPanel(page, '.readouts');
    await stateOf(panel, /Training|Completed|Stopped early/i);
  });

  it('asked nobody outside this machine', () => {
    assert.deepEqual([...session.refused], []);
  });
});
