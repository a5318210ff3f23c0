import assert from 'node:assert/strict';
import type { EpochMetrics } from '../../../src/runs/metrics.js';
import { thinEpochs } from '../../../src/training/thinEpochs.js';

const makeEpochs = (count: number): EpochMetrics[] =>
  Array.from({ length: count }, (_, i) => ({
    epoch: i + 1,
    step: 10 * (i + 1),
    loss: Math.exp(-i / 500) * (1 + 0.1 * Math.sin(i * 1.7)),
    validationLoss: i % 2 ? 0.3 + 0.1 * Math.cos(i * 2.3) : null,
    metrics: {},
    learningRate: 0.1,
    gradientNorm: {},
    seconds: 0.25,
    samplesPerSecond: 1,
  }));

describe('thinning epochs', () => {
  const epochs = makeEpochs(12_345);

  it('leaves few epochs alone', () => {
    const few = epochs.slice(0, 100);
    assert.equal(thinEpochs(few, 100), few);
  });

  it('keeps about as many as asked for, in order, the first and the last among them', () => {
    for (const most of [5, 100, 4000]) {
      const thinned = thinEpochs(epochs, most);
      assert.ok(thinned.length <= most + 1 && thinned.length >= most / 2, `${thinned.length} for ${most}`);
      assert.equal(thinned[0]!.epoch, 1);
      assert.equal(thinned.at(-1)!.epoch, 12_345);
      assert.ok(thinned.every(({ epoch }, i) => i === 0 || epoch > thinned[i - 1]!.epoch));
    }
  });

  it('keeps the lowest and highest losses of every stretch, so the best epoch stays', () => {
    const thinned = thinEpochs(epochs, 500);
    for (const name of ['loss', 'validationLoss'] as const) {
      const values = (list: readonly EpochMetrics[]): number[] =>
        list.flatMap((epoch) => (epoch[name] === null ? [] : [epoch[name]]));
      assert.equal(Math.min(...values(thinned)), Math.min(...values(epochs)));
      assert.equal(Math.max(...values(thinned)), Math.max(...values(epochs)));
    }
  });

  it('loses no second, not even when thinned again, and keeps what is wanted', () => {
    const seconds = (list: readonly EpochMetrics[]): number =>
      list.reduce((sum, epoch) => sum + epoch.seconds, 0);
    const once = thinEpochs(epochs, 4000);
    assert.equal(seconds(once), seconds(epochs));
    assert.equal(seconds(thinEpochs(once, 100)), seconds(epochs));
    const wanted = thinEpochs(epochs, 100, ({ epoch }) => epoch % 1000 === 0);
    assert.equal(wanted.filter(({ epoch }) => epoch % 1000 === 0).length, 12);
    assert.equal(seconds(wanted), seconds(epochs));
  });
});
