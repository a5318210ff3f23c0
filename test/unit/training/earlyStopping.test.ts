import assert from 'node:assert/strict';
import type { EpochMetrics } from '../../../src/runs/metrics.js';
import { trackBest } from '../../../src/training/best.js';
import { createEarlyStopping } from '../../../src/training/earlyStopping.js';
import { createMonitor } from '../../../src/training/monitor.js';

function epochWith(epoch: number, validationLoss: number | null, accuracy = 0.5): EpochMetrics {
  return {
    epoch,
    step: epoch,
    loss: 1,
    validationLoss,
    metrics: { validationAccuracy: accuracy },
    learningRate: 0.1,
    gradientNorm: {},
    seconds: 1,
    samplesPerSecond: 1,
  };
}

/** The epoch (from 1) after which training stops; null where it does not. */
function stopsAfter(losses: readonly (number | null)[], patience: number, minDelta = 0): number | null {
  const stopping = createEarlyStopping(createMonitor('validationLoss'), { patience, minDelta });
  const index = losses.findIndex((loss, i) => stopping.endEpoch(epochWith(i + 1, loss)));
  return index < 0 ? null : index + 1;
}

describe('early stopping', () => {
  it('waits for patience epochs in a row without a better one', () => {
    assert.equal(stopsAfter([5, 4, 4.5, 4.5, 3, 3.5, 3.5, 3.5], 3), 8);
    assert.equal(stopsAfter([5, 4, 3, 2, 1], 1), null);
    assert.equal(stopsAfter([5, 5], 1), 2);
  });

  it('counts only gains of more than minDelta, against the last that counted', () => {
    assert.equal(stopsAfter([5, 4.95, 4.9, 4.85], 3, 0.2), 4);
    assert.equal(stopsAfter([5, 4.9, 4.7, 4.6], 3, 0.2), null);
  });

  it('counts an epoch without a value as one that is not better', () => {
    assert.equal(stopsAfter([5, null, null], 2), 3);
    assert.equal(stopsAfter([null, null], 2), 2);
  });

  it('goes on from its state as if it had never stopped', () => {
    const losses = [5, 4, 4.5, 4.5, 4.2, 3, 3.5, 3.5, 3.5, 3.5];
    const options = { patience: 4, minDelta: 0.1 };
    const monitor = createMonitor('validationLoss');
    const whole = createEarlyStopping(monitor, options);
    let pieces = createEarlyStopping(monitor, options);
    for (const [i, loss] of losses.entries()) {
      pieces = createEarlyStopping(monitor, options, pieces.state);
      const metrics = epochWith(i + 1, loss);
      assert.equal(pieces.endEpoch(metrics), whole.endEpoch(metrics), `epoch ${i + 1}`);
    }
  });
});

describe('best epoch', () => {
  it('is the lowest loss, the first of equals', () => {
    const tracker = trackBest(createMonitor('validationLoss'));
    const wasBest = [3, 2, 2, null, 4].map((loss, i) => tracker.endEpoch(epochWith(i + 1, loss)));
    assert.deepEqual(wasBest, [true, true, false, false, false]);
    assert.deepEqual(tracker.best, { epoch: 2, value: 2 });
  });

  it('is the highest accuracy', () => {
    const tracker = trackBest(createMonitor('validationAccuracy'), { epoch: 1, value: 0.8 });
    assert.equal(tracker.endEpoch(epochWith(2, 1, 0.7)), false);
    assert.equal(tracker.endEpoch(epochWith(3, 9, 0.9)), true);
    assert.deepEqual(tracker.best, { epoch: 3, value: 0.9 });
  });
});
