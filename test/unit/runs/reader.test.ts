import assert from 'node:assert/strict';
import { RunReader } from '../../../src/runs/reader.js';
import { RunWriter } from '../../../src/runs/writer.js';
import { context, epochAt, layout, record, sampleAt, stateAt } from './fakeRun.js';
import { MemoryFileSystem } from './memoryFileSystem.js';

async function begin(): Promise<{
  fileSystem: MemoryFileSystem;
  writer: RunWriter;
  reader: RunReader;
  path: string;
}> {
  const fileSystem = new MemoryFileSystem();
  let now = 1_785_507_901_000;
  const writer = await RunWriter.create({
    fileSystem,
    directory: '/runs/a',
    record,
    context,
    layout,
    keepCheckpoints: 50,
    now: () => (now += 1000),
  });
  const path = [...fileSystem.files.keys()].find((name) => name.includes('tfevents'))!;
  return { fileSystem, writer, reader: new RunReader(fileSystem, '/runs/a'), path };
}

describe('RunReader', () => {
  it('follows a run as it grows', async () => {
    const { writer, reader } = await begin();
    const seen: number[] = [];
    for (let step = 1; step <= 8; step++) {
      writer.addSample(sampleAt(step));
      if (step % 4 === 0) writer.addEpoch(epochAt(step / 4));
      await writer.tick();
      assert.equal(await reader.readEvents(), true);
      seen.push(reader.metrics(record).scalars.get('loss/train')!.steps.length);
    }
    assert.deepEqual(seen, [1, 2, 3, 4, 5, 6, 7, 8]);
    assert.deepEqual(reader.metrics(record).epochs, [epochAt(1), epochAt(2)]);
  });

  it('finds on the disk what the writer has in memory', async () => {
    const { writer, reader } = await begin();
    for (let step = 1; step <= 8; step++) writer.addSample(sampleAt(step));
    for (const epoch of [1, 2]) writer.addEpoch(epochAt(epoch));
    await writer.tick();
    await reader.readEvents();
    const [live, read] = [writer.metrics(), reader.metrics(record)];
    assert.deepEqual(live.epochs, read.epochs);
    assert.deepEqual(live.parameters, read.parameters);
    for (const [tag, { steps, values }] of live.scalars) {
      assert.deepEqual(read.scalars.get(tag)?.steps, steps, tag);
      assert.deepEqual(read.scalars.get(tag)?.values, values.map(Math.fround), tag);
    }
  });

  it('begins anew where a resumed run has cut its events back', async () => {
    const { fileSystem, writer, reader, path } = await begin();
    writer.addSample(sampleAt(1));
    await writer.tick();
    const short = fileSystem.files.get(path)!;
    writer.addSample(sampleAt(2));
    await writer.tick();
    await reader.readEvents();
    assert.equal(reader.metrics(null).scalars.get('loss/train')!.steps.length, 2);
    fileSystem.files.set(path, short);
    assert.equal(await reader.readEvents(), true);
    assert.equal(reader.metrics(null).scalars.get('loss/train')!.steps.length, 1);
  });

  it('reads up to a damage and names it', async () => {
    const { fileSystem, writer, reader, path } = await begin();
    for (let step = 1; step <= 3; step++) {
      writer.addSample(sampleAt(step));
      await writer.tick();
    }
    const bytes = fileSystem.files.get(path)!.slice();
    bytes[bytes.length - 10]! ^= 1;
    fileSystem.files.set(path, bytes);
    await reader.readEvents();
    assert.match(reader.eventDamage ?? '', /tfevents.*checksum of a record is wrong.*at byte \d+/);
    assert.equal(reader.metrics(null).scalars.get('loss/train')!.steps.length, 2);
  });

  it('gives histograms by parameter', async () => {
    const { writer, reader } = await begin();
    const bins = { name: 'hidden.weight', minimum: -1, maximum: 1, counts: [3, 4], sum: 0, sumOfSquares: 1 };
    writer.addHistograms(4, [bins], []);
    writer.addHistograms(8, [{ ...bins, counts: [1, 6] }], []);
    await writer.tick();
    await reader.readEvents();
    const histograms = reader.histograms.get('weights/hidden.weight')!;
    assert.deepEqual(
      histograms.map(({ step, edges, counts }) => [step, [...edges], [...counts]]),
      [
        [4, [-1, 0, 1], [3, 4]],
        [8, [-1, 0, 1], [1, 6]],
      ],
    );
  });

  it('takes in every event once when several ask at the same time', async () => {
    const { writer, reader } = await begin();
    writer.addHistograms(
      4,
      [{ name: 'a.weight', minimum: -1, maximum: 1, counts: [3, 4], sum: 0, sumOfSquares: 1 }],
      [],
    );
    await writer.tick();
    const gained = await Promise.all([reader.readEvents(), reader.readEvents(), reader.readEvents()]);
    assert.deepEqual(gained, [true, false, false]);
    assert.equal(reader.histograms.get('weights/a.weight')!.length, 1);
  });

  it('lists checkpoints in order', async () => {
    const { writer, reader } = await begin();
    for (const epoch of [1, 2, 3]) await writer.checkpoint(stateAt(epoch));
    assert.deepEqual(
      (await reader.listCheckpoints()).map(({ name }) => name),
      ['epoch-0001', 'epoch-0002', 'epoch-0003', 'best', 'last'].map((name) => `${name}.safetensors`),
    );
  });

  it('gives findings back, and none of a damaged file', async () => {
    const { fileSystem, writer, reader } = await begin();
    const finding = {
      severity: 'warning' as const,
      code: 'vanishing-gradient',
      layer: 'hidden',
      parameter: 'hidden.weight',
      message: 'Gradient vanishes in hidden',
      value: 1e-7,
      threshold: 1e-3,
      source: 'AUTOTRAINER',
      path: ['layers', 0],
      step: 3,
      related: [{ message: 'here', path: ['layers', 1] }],
      fixes: [
        {
          title: 'Use relu',
          preferred: true,
          edits: [
            { op: 'set' as const, path: ['layers', 0, 'activation'], value: 'relu' },
            { op: 'remove' as const, path: ['layers', 0, 'init'] },
          ],
        },
      ],
    };
    await writer.writeFindings([finding]);
    assert.deepEqual(await reader.readFindings(), [finding]);
    const before = fileSystem.operations.length;
    await writer.writeFindings([{ ...finding, value: 2e-7 }]);
    assert.equal(fileSystem.operations.length, before, 'a new figure of the same finding can wait');
    await writer.finish('stopped');
    assert.equal((await reader.readFindings())[0]!.value, 2e-7);
    fileSystem.files.set('/runs/a/findings.json', new TextEncoder().encode('[{"code":1}'));
    assert.deepEqual(await reader.readFindings(), []);
  });

  it('of an empty folder has a reason and no metrics', async () => {
    const reader = new RunReader(new MemoryFileSystem(), '/runs/none');
    assert.deepEqual(await reader.readRecord(), { reason: 'There is no run.json in /runs/none' });
    assert.equal(await reader.readEvents(), false);
    assert.deepEqual(await reader.listCheckpoints(), []);
  });
});
