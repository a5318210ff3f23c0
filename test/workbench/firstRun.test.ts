/** The first thing that a user does in the real workbench: open the example, press the button, see it learn. */
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { findPanel, openFile } from '../host/workbench.js';
import { openSession, type Session } from './session.js';

describe('the first run in the workbench', function () {
  this.timeout(240_000);
  let session: Session;

  before(async () => {
    session = await openSession({ width: 1760, height: 1000 });
  });

  after(() => session?.close());

  it('trains the penguins with the button in the title bar and shows the run beside', async () => {
    const { page, folder } = session;
    await openFile(page, 'penguins.nn.json');
    await page.locator('.editor-actions .action-label[aria-label^="Train"]').click();
    const panel = await findPanel(page, '.readouts', 90_000);
    await panel.locator('header', { hasText: /Completed|Stopped early/i }).waitFor({ timeout: 60_000 });
    await page.waitForTimeout(500);
    await session.screenshot('first-run');
    const runs = join(folder, 'penguins/.netweight/runs');
    const [name = ''] = readdirSync(runs).filter((run) => run.startsWith('penguins-2'));
    const record = JSON.parse(readFileSync(join(runs, name, 'run.json'), 'utf8')) as {
      final: { metrics: { validationAccuracy: number } };
    };
    assert.ok(record.final.metrics.validationAccuracy > 0.95, JSON.stringify(record.final));
  });

  it('asks nobody outside this machine', () => {
    assert.deepEqual([...session.refused], []);
  });
});
