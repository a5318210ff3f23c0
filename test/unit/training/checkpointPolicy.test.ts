import assert from 'node:assert/strict';
import { createCheckpointPolicy } from '../../../src/training/checkpointPolicy.js';

/** Epochs after which a checkpoint is written, when each takes `milliseconds`, and writing one `written`. */
function epochsWritten(
  every: number | undefined,
  epochs: number,
  milliseconds: number,
  written = 0,
): number[] {
  const policy = createCheckpointPolicy(every);
  const due: number[] = [];
  for (let epoch = 1; epoch <= epochs; epoch++) {
    const now = epoch * milliseconds;
    if (!policy.isDue(epoch, now)) continue;
    policy.written(now, written);
    due.push(epoch);
  }
  return due;
}

describe('checkpoints', () => {
  it('come every so many epochs, and after the first', () => {
    assert.deepEqual(epochsWritten(3, 10, 0.05), [1, 3, 6, 9]);
  });

  it('come at most once a second where nothing is said', () => {
    assert.deepEqual(epochsWritten(undefined, 4, 1500), [1, 2, 3, 4]);
    assert.deepEqual(epochsWritten(undefined, 12, 250), [1, 5, 9]);
    assert.deepEqual(epochsWritten(undefined, 10_000, 0.05), [1]);
  });

  it('take a hundredth of the time at most, and are a minute apart at most', () => {
    assert.deepEqual(epochsWritten(undefined, 10, 1000, 40), [1, 5, 9]);
    assert.deepEqual(epochsWritten(undefined, 130, 1000, 5000), [1, 61, 121]);
    assert.deepEqual(epochsWritten(1, 3, 1000, 5000), [1, 2, 3]);
  });
});
