/** Restricted Mode: looking at specs and runs works, training does not and says why. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { projectRoot } from '../../host/paths.js';
import { findPanel, openFile, runCommand } from '../../host/workbench.js';
import { headerSays, notification, runsOf, statusItem } from '../looking.js';
import { weightsOf } from '../modelFiles.js';
import { openSession, pictureFailures, type Session } from '../session.js';

describe('a workspace that is not trusted', function () {
  this.timeout(300_000);
  let session: Session;

  before(async () => {
    session = await openSession({
      workspaceTrust: true,
      settings: { 'security.workspace.trust.startupPrompt': 'never' },
      play: true,
    });
    // Before files are searched for the first time: what comes later is not always found.
    session.write('weights.safetensors', weightsOf('net', 3));
  });
  after(() => session?.close());
  pictureFailures(() => session);

  it('is looked at: problems of a spec while it is typed, and the runs that lie there', async () => {
    const { page, folder } = session;
    await page.locator('.statusbar-item', { hasText: 'Restricted Mode' }).waitFor();
    session.write(
      'play/wrong.nn.json',
      '{ "data": { "train": "signs.csv", "target": "sing" }, "layers": [{ "type": "dense" }] }\n',
    );
    await openFile(page, 'wrong.nn.json');
    await page.locator('.monaco-editor .squiggly-error').first().waitFor();
    const train = ['train', join(folder, 'penguins/penguins.nn.json'), '--epochs', '20'];
    execFileSync(process.execPath, [join(projectRoot, 'dist/cli.js'), ...train], { stdio: 'ignore' });
    await openFile(page, 'penguins.nn.json');
    await runCommand(page, 'Netweight: Show Run');
    await headerSays(await findPanel(page, '.readouts'), /Completed/i);
    await page.locator('.activitybar .action-label[aria-label="Netweight"]').click();
    await page.locator('.pane-body .monaco-list-row', { hasText: 'validation loss' }).waitFor();
    await session.screenshot('restricted-looking');
  });

  it('shows the model files that lie there', async () => {
    const { page } = session;
    await openFile(page, 'weights.safetensors');
    const panel = await findPanel(page, 'main.model h1:has-text("weights.safetensors")');
    await panel.locator('.statistics tr', { hasText: 'Max norm' }).filter({ hasText: /3\.00/ }).waitFor();
    await session.screenshot('restricted-model');
  });

  it('is not trained in before it is trusted, and says so in a sentence', async () => {
    const { page, folder } = session;
    await openFile(page, 'endless.nn.json');
    await runCommand(page, 'Netweight: Train');
    const message = notification(page, /Training needs a trusted workspace/);
    await message.waitFor();
    await session.screenshot('restricted');
    assert.deepEqual(runsOf(folder, 'play', 'endless'), []);
    await message.locator('.monaco-button', { hasText: 'Manage Trust' }).click();
    await page.locator('.workspace-trust-editor .monaco-button', { hasText: /^Trust$/ }).click();
    await page.locator('.statusbar-item', { hasText: 'Restricted Mode' }).waitFor({ state: 'detached' });
    await page.keyboard.press('Escape');
    await openFile(page, 'endless.nn.json');
    await runCommand(page, 'Netweight: Train');
    await statusItem(page, /endless: epoch/).waitFor();
    await runCommand(page, 'Netweight: Stop Training');
  });
});
