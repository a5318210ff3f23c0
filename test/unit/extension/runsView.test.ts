import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runNodes, specNodes } from '../../../src/extension/runsView/nodes.js';
import { measureFolder, RunFolderReader } from '../../../src/extension/runsView/runFolders.js';
import { contextOf, describeRun } from '../../../src/extension/runsView/runWords.js';
import { record } from '../runs/fakeRun.js';

describe('the list of runs', () => {
  let home: string;
  const runs = (): string => join(home, '.netweight/runs');
  const write = (name: string, text: string): void => {
    mkdirSync(join(runs(), name), { recursive: true });
    writeFileSync(join(runs(), name, 'run.json'), text);
  };
  beforeEach(() => (home = mkdtempSync(join(tmpdir(), 'runs-view-'))));
  afterEach(() => rmSync(home, { recursive: true, force: true }));

  it('tells what ended, what was interrupted and what is damaged, newest first, and sees changes', async () => {
    const reader = new RunFolderReader({ name: 'here', processLives: () => false, now: () => 0 });
    const ended = { ...record, status: 'completed' as const, startedAt: '2026-07-31T10:00:00.000Z' };
    write('penguins-20260731-100000', JSON.stringify(ended));
    write('penguins-20260731-142501', JSON.stringify(record));
    write('penguins-20260731-150000', '{');
    const statuses = async (): Promise<string[]> => (await reader.list(home)).map(({ status }) => status);
    assert.deepEqual(await statuses(), ['damaged', 'interrupted', 'completed']);
    write('penguins-20260731-100000', `${JSON.stringify({ ...ended, status: 'failed' })} `);
    assert.deepEqual(await statuses(), ['damaged', 'interrupted', 'failed']);
    const [spec] = specNodes([], await reader.list(home), () => 2);
    assert.equal(spec?.specPath, join(home, 'penguins.nn.json'));
    assert.deepEqual(
      runNodes(spec).map(({ kind }) => kind),
      ['run', 'run', 'more'],
    );
    const [, interrupted] = spec.runs;
    assert.match(contextOf(interrupted!), /resumable:idle:/);
    assert.match(describeRun(interrupted!, null, ['learningRate 0.01 → 0.001']), /^interrupted · .*0\.001$/);
    assert.equal((await measureFolder(join(runs(), 'penguins-20260731-150000'))).bytes, 1);
  });
});
