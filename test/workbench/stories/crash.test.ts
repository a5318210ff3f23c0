/** A worker that dies in the middle: an error that names the run's folder, and a panel that goes on. */
import assert from 'node:assert/strict';
import { findPanel, openFile, runCommand } from '../../host/workbench.js';
import { headerSays, notification, readRecord, runsOf, statusItem } from '../looking.js';
import { openSession, pictureFailures, type Session } from '../session.js';

for (const [what, body, words] of [
  ['fails', 'throw new Error("boom");', /The training worker failed: boom.*The run is left in .*endless-/s],
  [
    'runs out of memory',
    'const held = []; for (;;) held.push(new Array(1e6).fill(0.5));',
    /ran out of memory.*The run is left in .*endless-/s,
  ],
] as const) {
  describe(`a training worker that ${what}`, function () {
    this.timeout(300_000);
    let session: Session;

    before(async () => {
      session = await openSession({ width: 1760, height: 1000, play: true, crash: body });
    });
    after(() => session?.close());
    pictureFailures(() => session);

    it('is an error that names the folder of the run, which can be resumed from its panel', async () => {
      const { page, folder } = session;
      await openFile(page, 'endless.nn.json');
      await runCommand(page, 'Netweight: Train');
      const panel = await findPanel(page, '.readouts');
      await notification(page, words).waitFor({ timeout: 60_000 });
      await headerSays(panel, /Failed/i);
      await panel
        .locator('.run', {
          hasText: /Training failed: (The training worker failed: boom|Training ran out of memory)/,
        })
        .waitFor();
      await panel.locator('button', { hasText: 'Resume' }).first().waitFor();
      await statusItem(page, /endless:/).waitFor({ state: 'hidden' });
      await session.screenshot(`worker-${what.replaceAll(' ', '-')}`);
      const [run = ''] = runsOf(folder, 'play', 'endless');
      assert.equal(readRecord(run).status, 'failed');
    });
  });
}
