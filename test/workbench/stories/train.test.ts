/** What a user does with a spec, from the title's button on, in the real workbench. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../host/paths.js';
import { findPanel, openFile, reloadWindow, runCommand } from '../../host/workbench.js';
import { headerSays, newestCheckpoint, readRecord, readWeights, runsOf, statusItem } from '../looking.js';
import { openSession, pictureFailures, type Session } from '../session.js';

describe('training in the workbench', function () {
  this.timeout(300_000);
  let session: Session;

  before(async () => {
    session = await openSession({ width: 1760, height: 1000, play: true });
  });
  after(() => session?.close());
  pictureFailures(() => session);

  it('trains the penguins with the button in the title bar and shows the run beside', async () => {
    const { page, folder } = session;
    await openFile(page, 'penguins.nn.json');
    await page.locator('.editor-actions .action-label[aria-label^="Train"]').click();
    const panel = await findPanel(page, '.readouts');
    await headerSays(panel, /Completed|Stopped early/i);
    await page.waitForTimeout(500);
    await session.screenshot('healthy');
    const [run] = runsOf(folder, 'penguins', 'penguins');
    assert.ok(run, 'a run folder stands beside the spec');
    const { final } = readRecord(run);
    assert.ok((final?.metrics['validationAccuracy'] ?? 0) > 0.95, JSON.stringify(final));
  });

  it('pauses and continues from the panel and from the palette', async () => {
    const { page } = session;
    await runCommand(page, 'View: Close All Editors');
    await openFile(page, 'endless.nn.json');
    await runCommand(page, 'Netweight: Train');
    const panel = await findPanel(page, '.readouts');
    await statusItem(page, /endless: epoch .* loss .* left/).waitFor();
    await headerSays(panel, /Training/i);
    await page.waitForTimeout(1500);
    await session.screenshot('training');
    await panel.locator('button', { hasText: 'Pause' }).click();
    await statusItem(page, /endless: .*paused/).waitFor();
    await headerSays(panel, /Paused/i);
    const epoch = panel.locator('.readouts').first();
    const before = await epoch.innerText();
    await page.waitForTimeout(1000);
    assert.equal(await epoch.innerText(), before, 'nothing moves while paused');
    await session.screenshot('paused');
    await panel.locator('button', { hasText: 'Continue' }).click();
    await statusItem(page, /endless: epoch .* left/).waitFor();
    await runCommand(page, 'Netweight: Pause Training');
    await statusItem(page, /endless: .*paused/).waitFor();
    await runCommand(page, 'Netweight: Continue Training');
    await statusItem(page, /endless: epoch .* left/).waitFor();
  });

  it('runs a second training beside the first, and stops each by itself', async () => {
    const { page, folder } = session;
    await openFile(page, 'second.nn.json');
    await runCommand(page, 'Netweight: Train');
    await statusItem(page, /second: epoch .*\+1/).waitFor();
    await page.locator('.tab.active', { hasText: 'Run: second' }).waitFor();
    const panel = await findPanel(page, 'header:has-text("second")');
    await headerSays(panel, /Training/i);
    await page.waitForTimeout(1000);
    await session.screenshot('two-runs');
    await openFile(page, 'second.nn.json');
    await runCommand(page, 'Netweight: Stop Training');
    await statusItem(page, /endless: epoch/).waitFor();
    await headerSays(panel, /Stopped/i);
    await page.locator('.tab', { hasText: 'Run: endless' }).click();
    const first = await findPanel(page, 'header:has-text("endless")');
    await headerSays(first, /Training/i);
    await first.locator('button', { hasText: 'Stop' }).click();
    await statusItem(page, /endless:/).waitFor({ state: 'hidden' });
    for (const name of ['second', 'endless'])
      assert.equal(readRecord(runsOf(folder, 'play', name)[0]!).status, 'stopped');
  });

  it('loses nothing when the window is reloaded, and resumes to the same bytes', async () => {
    const { page, folder } = session;
    await runCommand(page, 'View: Close All Editors');
    await openFile(page, 'steady.nn.json');
    await runCommand(page, 'Netweight: Train');
    await headerSays(await findPanel(page, 'header:has-text("steady")'), /Training/i);
    await page.waitForTimeout(1200);
    await reloadWindow(page);
    await page.locator('.tab', { hasText: 'Run: steady' }).waitFor();
    const panel = await findPanel(page, 'header:has-text("steady")');
    await headerSays(panel, /Stopped/i);
    await page.waitForTimeout(500);
    await session.screenshot('reloaded');
    const [run = ''] = runsOf(folder, 'play', 'steady');
    const stoppedAt = readRecord(run).epochs;
    assert.ok(stoppedAt > 0);
    await panel.locator('button', { hasText: 'Resume' }).click();
    await statusItem(page, /steady: epoch/).waitFor();
    while (newestCheckpoint(run) <= stoppedAt) await page.waitForTimeout(100);
    await session.screenshot('resumed');
    await runCommand(page, 'Netweight: Stop Training');
    await statusItem(page, /steady:/).waitFor({ state: 'hidden' });
    assert.equal(runsOf(folder, 'play', 'steady').length, 1, 'it goes on in the same folder');

    const epoch = newestCheckpoint(run);
    const whole = join(folder, 'whole');
    cpSync(join(folder, 'play'), whole, { recursive: true, filter: (path) => !path.includes('.netweight') });
    const train = ['train', join(whole, 'steady.nn.json'), '--epochs', String(epoch)];
    execFileSync(process.execPath, [join(projectRoot, 'dist/cli.js'), ...train], { stdio: 'ignore' });
    const name = readdirSync(join(run, 'checkpoints')).find((file) => file.includes(String(epoch)))!;
    const [never = ''] = runsOf(folder, 'whole', 'steady');
    assert.deepEqual(
      readWeights(join(run, 'checkpoints', name)),
      readWeights(join(never, 'checkpoints/last.safetensors')),
      `epoch ${epoch} of a run that was stopped at ${stoppedAt} is that of one that never was`,
    );
  });

  it('asked nobody outside this machine', () => {
    assert.deepEqual([...session.refused], []);
  });
});
