import assert from 'node:assert/strict';
import type { EpochMetrics } from '../../../src/runs/metrics.js';
import { bandOf, measureSpread } from '../../../src/runs/seedSpread.js';
import { parseSpec } from '../../../src/spec/parse.js';
import { varySeed } from '../../../src/training/seeds.js';

const epoch = (number: number, loss: number | null, accuracy: number): EpochMetrics =>
  ({ epoch: number, loss, validationLoss: null, metrics: { accuracy } }) as unknown as EpochMetrics;

describe('the spread over seeds', () => {
  it('is the mean and the deviation of a sample', () => {
    // 2, 4, 9: mean 5, Σ(x − 5)² = 26, divisor 2.
    const spread = measureSpread([epoch(1, 2, 0.5), epoch(1, 4, 0.5), epoch(1, 9, 0.5)]);
    assert.deepEqual(spread, { loss: { mean: 5, std: Math.sqrt(13) }, accuracy: { mean: 0.5, std: 0 } });
    assert.deepEqual(measureSpread([epoch(1, 2, 0.5)])['loss'], { mean: 2, std: 0 });
  });

  it('leaves out what one of them has no figure of', () => {
    assert.deepEqual(Object.keys(measureSpread([epoch(1, null, 0.5), epoch(1, 1, 0.5)])), ['accuracy']);
    assert.deepEqual(measureSpread([]), {});
  });

  it('is a band over the epochs that all have reached', () => {
    const band = bandOf([
      [epoch(1, 4, 0.1), epoch(2, 2, 0.3), epoch(3, 1, 0.9)],
      [epoch(1, 6, 0.3), epoch(2, 4, 0.5)],
    ])!;
    assert.deepEqual(band.epochs, [1, 2]);
    assert.deepEqual(
      band.figures['loss']!.map(({ mean }) => mean),
      [5, 3],
    );
    assert.equal(band.final['accuracy']!.mean, 0.7);
    assert.equal(bandOf([[epoch(1, 1, 1)], []]), null);
  });

  it('comes of specs that differ in nothing but their seed', () => {
    const text =
      '{ // mine\n  "data": { "train": "a.csv", "target": "y" },\n  "layers": [{ "type": "dense" }]\n}\n';
    const [first, second] = varySeed(text, 2)!;
    assert.deepEqual([first!.text, first!.seed, second!.seed], [text, 0, 1]);
    assert.match(second!.text, /^\{ \/\/ mine/);
    assert.equal(parseSpec(second!.text).spec!.training.seed, 1);
    assert.equal(varySeed('{', 2), null);
  });
});
