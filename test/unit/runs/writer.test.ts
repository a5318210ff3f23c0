import assert from 'node:assert/strict';
import { memorySource } from '../../../src/formats/memory.js';
import { safetensors } from '../../../src/formats/safetensors.js';
import { decodeCheckpointMetadata } from '../../../src/runs/checkpoint.js';
import { EventFileReader } from '../../../src/runs/events/eventFile.js';
import { makeRunFolder } from '../../../src/runs/folder.js';
import { RunReader } from '../../../src/runs/reader.js';
import { checkResumable } from '../../../src/runs/runs.js';
import { RunWriter, type RunWriterInput } from '../../../src/runs/writer.js';
import { context, epochAt, layout, record, sampleAt, stateAt, stepsPerEpoch } from './fakeRun.js';
import { Killed, MemoryFileSystem } from './memoryFileSystem.js';

const startedAt = Date.UTC(2026, 6, 31, 14, 25, 1);
const epochs = 6;
const deadHost = { name: 'here', processLives: () => false, now: () => startedAt };

interface Disk {
  readonly fileSystem: MemoryFileSystem;
  directory: string | null;
}

function input(disk: Disk, directory: string, keepCheckpoints = 50): RunWriterInput {
  let now = startedAt;
  return {
    fileSystem: disk.fileSystem,
    directory,
    record,
    context,
    layout,
    keepCheckpoints,
    now: () => (now += 100),
  };
}

/** What a training does with its folder, from the start or from where it was. */
async function train(disk: Disk): Promise<void> {
  const { fileSystem } = disk;
  if (disk.directory === null) {
    disk.directory = await makeRunFolder(fileSystem, '/project/penguins.nn.json', startedAt);
  }
  const resumable = await checkResumable(fileSystem, disk.directory, record.dataSha256, deadHost);
  let writer: RunWriter;
  let from = 0;
  if ('state' in resumable) {
    from = resumable.state.epoch;
    assert.deepEqual(resumable.state, stateAt(from));
    writer = await RunWriter.resume(input(disk, disk.directory), resumable);
  } else {
    if (resumable.code === 'finished') return;
    assert.ok(['no-run', 'no-state'].includes(resumable.code), resumable.reason);
    for (const path of [...fileSystem.files.keys()]) {
      if (path.startsWith(disk.directory)) fileSystem.files.delete(path);
    }
    writer = await RunWriter.create(input(disk, disk.directory));
    await writer.checkpoint(stateAt(0));
  }
  for (let epoch = from + 1; epoch <= epochs; epoch++) {
    for (let step = 1; step <= stepsPerEpoch; step++) {
      writer.addSample(sampleAt((epoch - 1) * stepsPerEpoch + step));
      await writer.tick();
    }
    writer.addEpoch(epochAt(epoch));
    await writer.writeFindings([]);
    await writer.checkpoint(stateAt(epoch));
  }
  assert.equal(writer.metrics().epochs.length, epochs);
  assert.equal(writer.metrics().scalars.get('loss/train')!.steps.length, epochs * stepsPerEpoch);
  await writer.finish('completed');
}

/** All files but those that hold times: checkpoints and the rest, as text for comparing. */
function timeless(fileSystem: MemoryFileSystem): Record<string, string> {
  return Object.fromEntries(
    [...fileSystem.files]
      .filter(([path]) => /checkpoints|spec\.nn|findings/.test(path))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([path, bytes]) => [path, Buffer.from(bytes).toString('latin1')]),
  );
}

/** Samples in the event file, those that were written twice counted twice. */
async function countSamples(disk: Disk): Promise<number> {
  const path = [...disk.fileSystem.files.keys()].find((name) => name.includes('tfevents'))!;
  let count = 0;
  await new EventFileReader().readNew(memorySource(disk.fileSystem.files.get(path)!), ({ values }) => {
    if (values.some(({ tag }) => tag === 'loss/train')) count++;
  });
  return count;
}

describe('a run folder', () => {
  it('reads back what was written', async () => {
    const disk: Disk = { fileSystem: new MemoryFileSystem(), directory: null };
    await train(disk);
    assert.equal(disk.directory, '/project/.netweight/runs/penguins-20260731-142501');
    assert.deepEqual(
      [...disk.fileSystem.files.keys()].map((path) => path.replace(disk.directory ?? '', '')).sort(),
      [
        '/checkpoints/best.safetensors',
        ...[1, 2, 3, 4, 5, 6].map((epoch) => `/checkpoints/epoch-000${epoch}.safetensors`),
        '/checkpoints/last.safetensors',
        '/events.out.tfevents.1785507901.here',
        '/findings.json',
        '/last.state',
        '/run.json',
        '/spec.nn.json',
        '/project/.netweight/.gitignore',
      ].sort(),
    );

    const reader = new RunReader(disk.fileSystem, disk.directory);
    const read = await reader.readRecord();
    assert.ok('value' in read);
    assert.equal(read.value.status, 'completed');
    assert.equal(read.value.pid, null);
    assert.deepEqual(read.value.best, { epoch: 3, value: epochAt(3).validationLoss });
    assert.deepEqual(read.value.final, epochAt(6));
    assert.equal(await reader.readSpec(), context.spec);

    assert.equal(await reader.readEvents(), true);
    assert.equal(reader.eventDamage, null);
    const metrics = reader.metrics(read.value);
    assert.deepEqual(metrics.epochs, [1, 2, 3, 4, 5, 6].map(epochAt));
    assert.deepEqual(metrics.parameters, layout.watched);
    const loss = metrics.scalars.get('loss/train')!;
    assert.equal(loss.steps.length, epochs * stepsPerEpoch);
    assert.equal(loss.values[4], Math.fround(3 / 5));
    assert.equal(metrics.scalars.get('dead_share/hidden')!.values[0], 0.125);
    assert.equal(metrics.scalars.has('dead_share/output'), false);
    assert.equal(metrics.scalars.get('accuracy/validation')!.values[2], Math.fround(0.3 + 4e-17));
    assert.equal(await reader.readEvents(), false);
  });

  it('makes every checkpoint speak for itself', async () => {
    const disk: Disk = { fileSystem: new MemoryFileSystem(), directory: null };
    await train(disk);
    const bytesOf = (name: string): Uint8Array =>
      disk.fileSystem.files.get(`${disk.directory}/checkpoints/${name}`)!;
    assert.deepEqual(bytesOf('best.safetensors'), bytesOf('epoch-0003.safetensors'));
    assert.deepEqual(bytesOf('last.safetensors'), bytesOf('epoch-0006.safetensors'));
    const file = await safetensors.open(memorySource(bytesOf('best.safetensors')));
    assert.equal(file.metadata.format, 'pt');
    assert.deepEqual(decodeCheckpointMetadata(file.metadata), {
      ...context,
      epoch: 3,
      step: 3 * stepsPerEpoch,
    });
  });

  it('writes a checkpoint in the middle of an epoch as last alone', async () => {
    const disk: Disk = { fileSystem: new MemoryFileSystem(), directory: '/runs/a' };
    const writer = await RunWriter.create(input(disk, '/runs/a'));
    assert.equal(await writer.checkpoint({ ...stateAt(2), step: 2 * stepsPerEpoch + 1 }), 'last.safetensors');
    const names = await disk.fileSystem.list('/runs/a/checkpoints');
    // The best epoch, which was never due for a checkpoint, has its file.
    assert.deepEqual(names.sort(), ['best.safetensors', 'epoch-0002.safetensors', 'last.safetensors']);
  });

  it('keeps as many checkpoints as asked, the first, the best and the last among them', async () => {
    const disk: Disk = { fileSystem: new MemoryFileSystem(), directory: '/runs/a' };
    const writer = await RunWriter.create(input(disk, '/runs/a', 4));
    for (let epoch = 1; epoch <= 20; epoch++) await writer.checkpoint(stateAt(epoch));
    const names = (await disk.fileSystem.list('/runs/a/checkpoints')).filter((name) =>
      name.startsWith('epoch'),
    );
    assert.equal(names.length, 4);
    for (const epoch of ['01', '03', '20']) assert.ok(names.includes(`epoch-00${epoch}.safetensors`), epoch);
  });

  it('can be resumed wherever it was killed, and ends with the same bytes', async () => {
    const whole: Disk = { fileSystem: new MemoryFileSystem(), directory: null };
    await train(whole);
    const expected = timeless(whole.fileSystem);
    const count = whole.fileSystem.operations.length;
    assert.ok(count > 80, `only ${count} operations`);
    for (let k = 0; k < count; k++) {
      const disk: Disk = { fileSystem: new MemoryFileSystem(), directory: null };
      disk.fileSystem.diesBefore = k;
      await assert.rejects(train(disk), Killed);
      // Killed once more while it resumes.
      disk.fileSystem.diesBefore = disk.fileSystem.operations.length + 7;
      await train(disk).catch((error: unknown) => assert.ok(error instanceof Killed));
      disk.fileSystem.diesBefore = Infinity;
      await train(disk);
      const at = `killed before ${k}: ${whole.fileSystem.operations[k]}`;
      assert.deepEqual(timeless(disk.fileSystem), expected, at);
      assert.deepEqual(
        [...disk.fileSystem.files.keys()].filter((path) => path.endsWith('.tmp')),
        [],
        at,
      );
      const reader = new RunReader(disk.fileSystem, disk.directory!);
      await reader.readEvents();
      assert.equal(reader.eventDamage, null, at);
      assert.deepEqual(reader.metrics(record).epochs, [1, 2, 3, 4, 5, 6].map(epochAt), at);
      assert.equal(await countSamples(disk), epochs * stepsPerEpoch, at);
    }
  });
});
