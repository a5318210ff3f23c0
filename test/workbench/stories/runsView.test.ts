/** The view of runs in the real workbench: what a user does with a run, from its first line to the trash. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { projectRoot } from '../../host/paths.js';
import { findPanel, openFile, runCommand } from '../../host/workbench.js';
import { readRecord, runsOf } from '../looking.js';
import { openSession, pictureFailures, type Session } from '../session.js';

describe('the view of runs', function () {
  this.timeout(120_000);
  let session: Session;

  before(async () => {
    session = await openSession({ width: 1400, height: 900 });
  });
  after(() => session?.close());
  pictureFailures(() => session);

  const row = (text: string | RegExp): Locator =>
    session.page.locator('.pane-body .monaco-list-row', { hasText: text }).first();
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

  it('opens the run by the lens of a layer', async () => {
    const { page } = session;
    await runCommand(page, 'View: Close All Editors');
    await openFile(page, 'penguins.nn.json');
    await page.locator('.codelens-decoration a', { hasText: /^output .*μ/ }).click();
    await findPanel(page, '#layers');
  });

  it('gives a run a name', async () => {
    const { page } = session;
    await row('learningRate 0.01 → 0.001').click();
    await page.locator('.pane-body .monaco-list').press('F2');
    await page.locator('.quick-input-box input').fill('slow');
    await page.keyboard.press('Enter');
    await row('slow').waitFor();
    assert.equal(readRecord(runs()[1]!).title, 'slow');
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
