import assert from 'node:assert/strict';
import type { TrainingEvent } from '../../../src/training/events.js';
import { createOutbox } from '../../../src/worker/outbox.js';

type EpochEvent = Extract<TrainingEvent, { type: 'epoch' }>;

const epochAt = (epoch: number, checkpoint: string | null = null): EpochEvent =>
  ({
    type: 'epoch',
    metrics: { epoch, loss: 1 / epoch, validationLoss: 2 / epoch, seconds: 0.5 },
    progress: { epoch },
    checkpoint,
  }) as EpochEvent;
const samples = { type: 'samples' } as TrainingEvent;

describe('events of a training', () => {
  /** A second of epochs that take 50 µs each. */
  function tellMany(checkpointEvery: number): (readonly TrainingEvent[])[] {
    const messages: (readonly TrainingEvent[])[] = [];
    let now = 0;
    const outbox = createOutbox(
      (events) => messages.push(events),
      () => now,
    );
    for (let epoch = 1; epoch <= 20_000; epoch++) {
      now += 0.05;
      outbox.add(epochAt(epoch, epoch % checkpointEvery === 0 ? `epoch-${epoch}` : null));
    }
    outbox.flush();
    return messages;
  }

  it('are told ten times a second where epochs are short, few at a time, the newest among them', () => {
    const messages = tellMany(Infinity);
    assert.ok(messages.length <= 12, `${messages.length} messages in a second`);
    assert.ok(messages.every(({ length }) => length <= 11));
    const told = messages.flat() as EpochEvent[];
    assert.equal(told.at(-1)!.metrics.epoch, 20_000);
    assert.equal(told.at(-1)!.progress.epoch, 20_000);
    assert.ok(told.every(({ metrics }, i) => i === 0 || metrics.epoch > told[i - 1]!.metrics.epoch));
    assert.equal(
      told.reduce((sum, { metrics }) => sum + metrics.seconds, 0),
      10_000,
    );
  });

  it('keep every epoch that wrote a checkpoint', () => {
    const told = tellMany(500).flat() as EpochEvent[];
    assert.equal(told.filter(({ checkpoint }) => checkpoint !== null).length, 40);
  });

  it('wait for samples where they can, and are told at once where they cannot, with what was held before', () => {
    const messages: string[][] = [];
    const outbox = createOutbox(
      (events) => messages.push(events.map(({ type }) => type)),
      () => 0,
    );
    outbox.add(samples);
    outbox.add(epochAt(1));
    outbox.add(epochAt(2));
    outbox.add({ type: 'findings', findings: [] });
    outbox.add(samples);
    outbox.add({ type: 'paused' });
    outbox.flush();
    assert.deepEqual(messages, [['samples'], ['epoch', 'epoch', 'findings', 'samples'], ['paused']]);
  });
});
