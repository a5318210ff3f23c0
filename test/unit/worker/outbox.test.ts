import assert from 'node:assert/strict';
import type { TrainingEvent } from '../../../src/training/events.js';
import { createOutbox } from '../../../src/worker/outbox.js';

const epoch = { type: 'epoch' } as TrainingEvent;
const samples = { type: 'samples' } as TrainingEvent;

describe('events of a training', () => {
  it('are told ten times a second where epochs are short, in order and none lost', () => {
    const messages: (readonly TrainingEvent[])[] = [];
    let now = 0;
    const outbox = createOutbox(
      (events) => messages.push(events),
      () => now,
    );
    const told: TrainingEvent[] = [];
    for (let i = 0; i < 20_000; i++) {
      now += 0.05;
      const event = { ...epoch, checkpoint: String(i) } as TrainingEvent;
      told.push(event);
      outbox.add(event);
    }
    outbox.flush();
    assert.ok(messages.length <= 12, `${messages.length} messages in a second`);
    assert.deepEqual(messages.flat(), told);
  });

  it('are told at once where they are not epochs, with what was held before', () => {
    const messages: string[][] = [];
    const outbox = createOutbox(
      (events) => messages.push(events.map(({ type }) => type)),
      () => 0,
    );
    outbox.add(samples);
    outbox.add(epoch);
    outbox.add(epoch);
    outbox.add(samples);
    outbox.flush();
    assert.deepEqual(messages, [['samples'], ['epoch', 'epoch', 'samples']]);
  });
});
