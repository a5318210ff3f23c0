import assert from 'node:assert/strict';
import { runNameOf, timeStamp } from '../../../src/runs/folder.js';
import { makeChosenRunFolder, makeRunFolder } from '../../../src/runs/folder.js';
import { isAlive, shownRecord, type Host } from '../../../src/runs/liveness.js';
import { decodeRecord, encodeRecord } from '../../../src/runs/record.js';
import type { RunRecord } from '../../../src/runs/run.js';
import { checkResumable, findNewestUnfinished, listRuns } from '../../../src/runs/runs.js';
import { RunWriter } from '../../../src/runs/writer.js';
import { context, epochAt, layout, record, stateAt } from './fakeRun.js';
import { MemoryFileSystem } from './memoryFileSystem.js';

const now = Date.parse(record.heartbeatAt!) + 5000;
const living: Host = { name: 'here', processLives: (pid) => pid === 77, now: () => now };
const dead: Host = { ...living, processLives: () => false };

async function write(
  fileSystem: MemoryFileSystem,
  directory: string,
  changes: Partial<RunRecord> = {},
): Promise<void> {
  const writer = await RunWriter.create({
    fileSystem,
    directory,
    record: { ...record, ...changes },
    context,
    layout,
    keepCheckpoints: 50,
    now: () => now,
  });
  await writer.checkpoint(stateAt(1));
}

describe('run folders', () => {
  it('are named after the spec and the time', async () => {
    const fileSystem = new MemoryFileSystem();
    assert.equal(runNameOf('/a/b/digits-conv.nn.json'), 'digits-conv');
    assert.equal(timeStamp(Date.UTC(2026, 0, 2, 3, 4, 5)), '20260102-030405');
    const time = Date.UTC(2026, 0, 2, 3, 4, 5);
    const base = '/a/.netweight/runs/x-20260102-030405';
    assert.equal(await makeRunFolder(fileSystem, '/a/x.nn.json', time), base);
    assert.equal(await makeRunFolder(fileSystem, '/a/x.nn.json', time), `${base}-2`);
    assert.equal(await makeRunFolder(fileSystem, '/a/x.nn.json', time), `${base}-3`);
    assert.equal(new TextDecoder().decode(fileSystem.files.get('/a/.netweight/.gitignore')), '*\n');
  });

  it('that are chosen have to be empty', async () => {
    const fileSystem = new MemoryFileSystem();
    assert.equal(await makeChosenRunFolder(fileSystem, '/runs/a'), '/runs/a');
    fileSystem.files.set('/runs/a/notes.txt', new Uint8Array(1));
    await assert.rejects(
      makeChosenRunFolder(fileSystem, '/runs/a'),
      /not empty. Give a new folder with --run/,
    );
  });

  it('are listed newest first, damaged ones left out', async () => {
    const fileSystem = new MemoryFileSystem();
    await write(fileSystem, '/runs/a', { startedAt: '2026-01-01T00:00:00.000Z' });
    await write(fileSystem, '/runs/b', { startedAt: '2026-03-01T00:00:00.000Z', status: 'completed' });
    await write(fileSystem, '/runs/c', { startedAt: '2026-02-01T00:00:00.000Z', name: 'other' });
    fileSystem.files.set('/runs/d/run.json', new TextEncoder().encode('{"version":1'));
    const directories = (await listRuns(fileSystem, '/runs')).map(({ directory }) => directory);
    assert.deepEqual(directories, ['/runs/b', '/runs/c', '/runs/a']);
    const newest = await findNewestUnfinished(fileSystem, '/runs', 'penguins', dead);
    assert.equal(newest?.directory, '/runs/a');
    assert.equal(await findNewestUnfinished(fileSystem, '/runs', 'penguins', living), null);
    assert.deepEqual(await listRuns(fileSystem, '/nowhere'), []);
  });
});

describe('a run', () => {
  it('lives while its process and its heartbeat do', () => {
    const running = { ...record, pid: 77, host: 'here' };
    const later = (host: Host, milliseconds: number): Host => ({ ...host, now: () => now + milliseconds });
    assert.equal(isAlive(running, living), true);
    assert.equal(isAlive(running, dead), false);
    assert.equal(isAlive(running, later(living, 120_000)), false);
    assert.equal(isAlive({ ...running, host: 'elsewhere' }, dead), true);
    assert.equal(isAlive({ ...running, host: 'elsewhere' }, later(dead, 120_000)), false);
    assert.equal(isAlive({ ...running, status: 'completed' }, living), false);
  });

  it('whose process is gone shows as stopped', () => {
    assert.equal(shownRecord(record, dead).status, 'stopped');
    assert.equal(shownRecord(record, dead).finishedAt, record.heartbeatAt);
    assert.equal(shownRecord(record, living), record);
  });

  const refusals: [string, string, Partial<RunRecord>, Host, RegExp][] = [
    ['that still trains', 'run-alive', {}, living, /process 77 on here still trains it. Stop it first/],
    ['that is done', 'finished', { status: 'completed' }, dead, /it is completed/],
    ['whose data has changed', 'data-changed', { dataSha256: 'cc' }, dead, /the data has changed/],
  ];
  for (const [what, code, changes, host, message] of refusals) {
    it(`${what} is not resumed`, async () => {
      const fileSystem = new MemoryFileSystem();
      await write(fileSystem, '/runs/a', changes);
      const result = await checkResumable(fileSystem, '/runs/a', 'bb', host);
      assert.ok('code' in result);
      assert.equal(result.code, code);
      assert.match(result.reason, message);
    });
  }

  it('with a damaged state is not resumed', async () => {
    const fileSystem = new MemoryFileSystem();
    await write(fileSystem, '/runs/a');
    const whole = fileSystem.files.get('/runs/a/last.state')!;
    for (const bytes of [
      whole.slice(0, 100),
      new Uint8Array(0),
      whole.map((byte, i) => (i === 9 ? 0 : byte)),
    ]) {
      fileSystem.files.set('/runs/a/last.state', bytes);
      const result = await checkResumable(fileSystem, '/runs/a', 'bb', dead);
      assert.ok('code' in result && result.code === 'damaged');
      assert.match(result.reason, /last.state is damaged.*Train anew/);
    }
  });

  it('whose event file is gone is not resumed', async () => {
    const fileSystem = new MemoryFileSystem();
    await write(fileSystem, '/runs/a');
    const result = await checkResumable(fileSystem, '/runs/a', 'bb', dead);
    assert.ok('state' in result);
    fileSystem.files.delete(`/runs/a/${result.events.file}`);
    const input = {
      fileSystem,
      directory: '/runs/a',
      record,
      context,
      layout,
      keepCheckpoints: 50,
      now: () => now,
    };
    await assert.rejects(RunWriter.resume(input, result), /is missing or shorter/);
  });
});

describe('run.json', () => {
  it('comes back as it was', () => {
    const full = { ...record, final: epochAt(2), best: { epoch: 1, value: 0.25 } };
    assert.deepEqual(decodeRecord(encodeRecord(full)), { value: full });
  });

  it('with a loss that was not finite is still read', () => {
    const final = { ...epochAt(2), loss: null, samplesPerSecond: Infinity };
    const read = decodeRecord(encodeRecord({ ...record, final }));
    assert.ok('value' in read);
    assert.equal(read.value.final?.samplesPerSecond, 0);
  });

  const damaged: [string, string, RegExp][] = [
    ['cut off', '{"version": 1,', /run.json is no JSON/],
    ['of another version', JSON.stringify({ ...record, version: 2 }), /"version" in run.json/],
    ['with an unknown status', JSON.stringify({ ...record, status: 'odd' }), /"status" in run.json/],
    ['that is a list', '[]', /run.json/],
  ];
  for (const [what, text, reason] of damaged) {
    it(`${what} is a reason, not a throw`, () => {
      const read = decodeRecord(text);
      assert.ok('reason' in read);
      assert.match(read.reason, reason);
    });
  }
});
