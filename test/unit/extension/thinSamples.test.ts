import { strict as assert } from 'node:assert';
import { thinSamples } from '../../../src/extension/panels/thinSamples.js';

const makeSamples = (count: number, norm: (i: number) => number) => {
  const column = (value: (i: number) => number): Float64Array =>
    Float64Array.from({ length: count }, (_, i) => value(i));
  return {
    steps: column((i) => i + 1),
    loss: column((i) => 1 / (i + 1)),
    learningRate: column(() => 0.1),
    gradientNorm: { 'a.weight': column(norm) },
    updateRatio: { 'a.weight': column(() => NaN) },
  };
};

describe('thinning samples', () => {
  it('keeps every peak, both ends, and the newest as they are', () => {
    const samples = makeSamples(50_000, (i) => (i === 31_415 ? 1e6 : i === 27_182 ? 1e-6 : 1 + (i % 7)));
    const thin = thinSamples(samples);
    const norms = thin.gradientNorm['a.weight']!;
    assert.equal(thin.steps.length, 1400);
    assert.equal(norms.length, 1400);
    assert.equal(Math.max(...norms), 1e6);
    assert.equal(Math.min(...norms), Math.fround(1e-6));
    assert.equal(thin.steps[0], 1);
    assert.deepEqual(thin.steps.subarray(-200), samples.steps.subarray(-200));
    assert.deepEqual([...norms.subarray(-200)], [...samples.gradientNorm['a.weight'].subarray(-200)]);
    assert.ok(thin.steps.every((step, i) => i === 0 || step > thin.steps[i - 1]!));
    const peak = norms.indexOf(1e6);
    assert.ok(Math.abs(thin.steps[peak]! - 31_416) <= 84);
  });

  it('keeps what is not finite', () => {
    const thin = thinSamples(makeSamples(50_000, (i) => (i === 12_345 ? Infinity : i < 10_000 ? NaN : 2)));
    const norms = [...thin.gradientNorm['a.weight']!];
    assert.equal(norms.filter((norm) => norm === Infinity).length, 1);
    assert.equal(norms.filter(Number.isNaN).length, 2 * 120 + 1);
    assert.ok(thin.updateRatio['a.weight']!.every(Number.isNaN));
  });

  it('leaves a short run as it is', () => {
    const samples = makeSamples(1400, () => 1);
    assert.equal(thinSamples(samples), samples);
  });
});
