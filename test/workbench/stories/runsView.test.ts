/** The view of runs in the real workbench: what a user does with a run, from its first line to the trash. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { projectRoot } from '../../host/paths.js';
import { findPanel, openFile, runCommand } from '../../host/workbench.js';
import { readRecord, runsOf } from '../looking.js';
import { eventually } from '../eventually.js';
import { openSession, pictureFailures, type Session } from '../session.js';

describe('the view of runs', function () {
  this.timeout(300_000);
  let session: Session;

  before(async () => {
    session = await openSession({ width: 1400, height: 900 });
  });
  after(() => session?.close());
  pictureFailures(() => session);

  const row = (text: string | RegExp): Locator =>
    session.page.locator('.pane-body .monaco-list-row', { hasText: text }).first();
  const choose = async (target: Locator, action: string): Promise<void> => {
    await target.click({ button: 'right' });
    const item = session.page.locator('.monaco-menu .action-label', { hasText: action }).first();
    await item.waitFor();
    // A menu takes no click in its first moments, lest the one that opened it choose something.
    await session.page.waitForTimeout(500);
    await item.click();
  };
  const answer = (button: string): Promise<void> =>
    session.page.locator('.monaco-dialog-box .monaco-button', { hasText: button }).click();
  const runs = (): string[] => runsOf(session.folder, 'penguins', 'penguins');

  it('lists a run as it comes, with how it ended and what changed', async () => {
    const { page, folder } = session;
    await page.locator('.activitybar .action-label[aria-label="Netweight"]').click();
    await row('not trained yet').waitFor();
    await openFile(page, 'penguins.nn.json');
    await runCommand(page, 'Netweight: Train');
    await row('validation loss').waitFor();
    const path = join(folder, 'penguins/penguins.nn.json');
    session.write('penguins/penguins.nn.json', readFileSync(path, 'utf8').replace('0.01', '0.001'));
    execFileSync(process.execPath, [join(projectRoot, 'dist/cli.js'), 'train', path], { stdio: 'ignore' });
    await row('learningRate 0.01 → 0.001').waitFor();
    await session.screenshot('runs-view-dark');
  });

  it('chooses a layer by its lens, in a panel that was closed and in one that is open', async () => {
    const { page } = session;
    await runCommand(page, 'View: Close All Editors');
    await openFile(page, 'penguins.nn.json');
    for (const layer of ['output', 'hidden']) {
      await page.locator('.codelens-decoration a', { hasText: new RegExp(`^${layer} .*μ`) }).click();
      const run = await findPanel(page, `#picked h2:has-text("${layer}")`);
      await run.waitForFunction(() => {
        const { top, bottom } = document.querySelector('#picked')!.getBoundingClientRect();
        return top < innerHeight / 2 && bottom > innerHeight / 2;
      });
    }
    await session.screenshot('layer-by-lens');
  });

  it('gives a run a name', async () => {
    const { page } = session;
    await row('learningRate 0.01 → 0.001').click();
    await page.locator('.pane-body .monaco-list').press('F2');
    await page.locator('.quick-input-box input').fill('slow');
    await page.keyboard.press('Enter');
    await row('slow').waitFor();
    await eventually(async () => assert.equal(readRecord(runs()[1]!).title, 'slow'));
  });

  it('lays the chosen runs beside each other', async () => {
    const { page } = session;
    await row('slow').click();
    await page
      .locator('.pane-body .monaco-list-row', { hasText: 'validation loss' })
      .nth(1)
      .click({ modifiers: ['Control'] });
    await choose(row('slow'), 'Compare Runs');
    const panel = await findPanel(page, 'main.compare');
    await panel.locator('.options tbody th', { hasText: 'optimizer.learningRate' }).waitFor();
    await panel.locator('.runs tbody button', { hasText: /^slow$/ }).waitFor();
    await page.waitForTimeout(500);
    await session.screenshot('compare-dark');
  });

  it('keeps the best checkpoint alone', async () => {
    const [run = ''] = runs();
    const checkpoints = (): string[] => readdirSync(join(run, 'checkpoints'));
    const before = checkpoints().length;
    const oldest = session.page.locator('.pane-body .monaco-list-row', { hasText: 'validation loss' }).nth(1);
    await oldest.click();
    await choose(oldest, 'Delete All but the Best Checkpoint');
    await answer('Delete All but the Best');
    await session.page.locator('.statusbar-item', { hasText: 'freed' }).waitFor();
    assert.ok(before > 2);
    assert.deepEqual(checkpoints().sort(), [
      'best.safetensors',
      `epoch-${String(readRecord(run).best!.epoch).padStart(4, '0')}.safetensors`,
    ]);
  });

  it('asks before it deletes a run, and takes its lines and panels away', async () => {
    const [kept = '', deleted = ''] = runs();
    await row('slow').click();
    await choose(row('slow'), 'Delete…');
    await answer('Move to Trash');
    await answer('Delete for Good');
    await row('slow').waitFor({ state: 'detached' });
    assert.deepEqual([existsSync(kept), existsSync(deleted)], [true, false]);
  });

  it('begins with five steps', async () => {
    const { page } = session;
    await runCommand(page, 'Welcome: Open Walkthrough...');
    const input = page.locator('.quick-input-widget:visible .quick-input-box input');
    await input.fill('Get started with Netweight');
    await page
      .locator('.quick-input-list .monaco-list-row', { hasText: 'Get started with Netweight' })
      .first()
      .click();
    await page.locator('.getting-started-step', { hasText: 'Begin with your own data' }).waitFor();
    await page.waitForTimeout(1000);
    await session.screenshot('walkthrough-dark');
  });
});
