import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { memorySource } from '../../../../src/formats/memory.js';
import { FormatError } from '../../../../src/formats/formatError.js';
import { EventLog } from '../../../../src/runs/eventLog.js';
import type { Event } from '../../../../src/runs/events/decodeEvent.js';
import { EventFileReader } from '../../../../src/runs/events/eventFile.js';
import { epochAt, layout, sampleAt } from '../fakeRun.js';

const fixtures = 'test/fixtures/events';

/** Two samples, an epoch, histograms. */
function encodeSmallRun(): Uint8Array {
  const log = new EventLog(layout);
  log.addFileVersion(1785507901000);
  log.addSample(1785507901250, sampleAt(1));
  log.addSample(1785507901500, sampleAt(300));
  log.addEpoch(1785507902000, epochAt(1));
  const histogram = { minimum: -1, maximum: 3, counts: [1, 0, 2, 5], sum: 7.5, sumOfSquares: 20.25 };
  const named = { name: 'hidden.weight', ...histogram };
  log.addHistograms(1785507902000, 4, [named], [named]);
  return log.take();
}

async function readAll(bytes: Uint8Array): Promise<Event[]> {
  const events: Event[] = [];
  await new EventFileReader().readNew(memorySource(bytes), (event) => events.push(event));
  return events;
}

function readFixture(name: string): Uint8Array {
  return readFileSync(join(fixtures, name));
}

describe('event files', () => {
  it('are read by an independent decoder', function () {
    const directory = mkdtempSync(join(tmpdir(), 'events-'));
    try {
      const file = join(directory, 'events.out.tfevents.1785507901.here');
      writeFileSync(file, encodeSmallRun());
      let output: string;
      try {
        output = execFileSync('python3', ['test/reference/events.py', file], { encoding: 'utf8' });
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return this.skip();
        throw error;
      }
      assert.equal(output, readFileSync(join(fixtures, 'small-run.jsonl'), 'utf8'));
    } finally {
      rmSync(directory, { recursive: true });
    }
  });

  it('carry the same bytes as the one that was checked', () => {
    assert.deepEqual(encodeSmallRun(), new Uint8Array(readFixture('small-run.tfevents')));
  });

  it('give back what was written', async () => {
    const [version, first, second, columns, epoch, histograms] = await readAll(encodeSmallRun());
    assert.equal(version!.fileVersion, 'brain.Event:2');
    assert.equal(first!.wallTime, 1785507901.25);
    assert.deepEqual(first!.values[0], { kind: 'scalar', tag: 'loss/train', value: 3 });
    assert.equal(second!.step, 300);
    assert.equal(columns!.values[0]!.kind, 'tensor');
    assert.deepEqual(
      epoch!.values.map(({ tag }) => tag),
      ['loss/validation', 'accuracy/train', 'accuracy/validation', 'netweight/epoch'],
    );
    assert.deepEqual(
      histograms!.values.map(({ tag }) => tag),
      ['weights/hidden.weight', 'gradients/hidden.weight'],
    );
    const [weights] = histograms!.values;
    assert.ok(weights!.kind === 'histogram');
    assert.deepEqual([...weights!.histogram.edges], [-1, 0, 1, 2, 3]);
    assert.deepEqual([...weights!.histogram.counts], [1, 0, 2, 5]);
  });

  it('are read as they grow, whatever the pieces', async () => {
    const bytes = encodeSmallRun();
    const reader = new EventFileReader();
    const steps: number[] = [];
    for (let length = 0; length <= bytes.length; length += 7) {
      await reader.readNew(memorySource(bytes.subarray(0, length)), ({ step }) => steps.push(step));
    }
    await reader.readNew(memorySource(bytes), ({ step }) => steps.push(step));
    assert.deepEqual(steps, [0, 1, 300, 4, 4, 4]);
    assert.equal(reader.offset, bytes.length);
  });

  it('of PyTorch’s writer: scalars of many tags', async () => {
    const truth = JSON.parse(readFileSync(join(fixtures, 'pytorch.truth.json'), 'utf8')) as Truth;
    await assertSeries(readFixture('pytorch.tfevents'), truth);
  });

  it('of TensorFlow 2: scalars as tensors, histograms of both kinds, images passed over', async () => {
    const truth = JSON.parse(readFileSync(join(fixtures, 'mixed.truth.json'), 'utf8')) as Truth;
    const events = await assertSeries(readFixture('mixed.tfevents'), truth);
    const histograms = events.flatMap(({ values }) => values.filter(({ kind }) => kind === 'histogram'));
    assert.ok(histograms.length >= truth.kinds.histo!);
  });

  it('that lack the end of their last record give all others', async () => {
    const bytes = encodeSmallRun();
    for (let cut = 1; cut < 100; cut++) {
      assert.equal((await readAll(bytes.subarray(0, bytes.length - cut))).length, 5);
    }
  });

  it('with a flipped bit are refused, with the record’s offset', async () => {
    const bytes = encodeSmallRun();
    for (let at = 0; at < bytes.length; at += 3) {
      const damaged = bytes.slice();
      damaged[at]! ^= 1 << (at % 8);
      await assert.rejects(
        readAll(damaged),
        (error) => error instanceof FormatError && error.byteOffset <= at,
        `a flipped bit at ${at} went unnoticed`,
      );
    }
  });

  it('whose payload is no event are refused even with right checksums', async () => {
    const log = new EventLog(layout);
    log.addFileVersion(0);
    const bytes = log.take();
    const { sealRecord } = await import('../../../../src/runs/events/tfRecord.js');
    bytes[12] = 0xff;
    sealRecord(bytes, new DataView(bytes.buffer), 0, bytes.length - 4);
    await assert.rejects(readAll(bytes), /no TensorBoard event/);
  });
});

interface Truth {
  readonly records: number;
  readonly kinds: Readonly<Record<string, number>>;
  readonly series: Readonly<
    Record<string, { readonly n: number; readonly points: readonly (readonly (number | string)[])[] }>
  >;
}

async function assertSeries(bytes: Uint8Array, truth: Truth): Promise<Event[]> {
  const events = await readAll(bytes);
  assert.equal(events.length, truth.records);
  for (const [tag, { points }] of Object.entries(truth.series)) {
    const actual = events.flatMap(({ wallTime, step, values }) =>
      values.flatMap((value) =>
        value.kind === 'scalar' && value.tag === tag
          ? [[step, wallTime, Number.isFinite(value.value) ? value.value : String(value.value)]]
          : [],
      ),
    );
    assert.deepEqual(actual, points, tag);
  }
  return events;
}
