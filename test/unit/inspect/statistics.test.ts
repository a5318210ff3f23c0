import assert from 'node:assert/strict';
import { computeHistogram } from '../../../src/inspect/histogram.js';
import { computeMoments } from '../../../src/inspect/moments.js';
import { l1Norm, l2Norm, maxNorm } from '../../../src/inspect/norms.js';
import { emptySummary, mergeSummary, summarize } from '../../../src/inspect/summary.js';

describe('moments', () => {
  it('over the finite values, with divisor N', () => {
    const values = new Float32Array([-2, NaN, 4, -0, Infinity, 6, -Infinity, NaN]);
    assert.deepEqual(computeMoments(values), {
      count: 8,
      min: -2,
      max: 6,
      mean: 2,
      std: Math.sqrt(10),
      l2: Math.sqrt(56),
      zeros: 1,
      nan: 2,
      inf: 2,
    });
  });

  it('null where there is no finite value', () => {
    const none = { min: null, max: null, mean: null, std: null, l2: null, zeros: 0 };
    assert.deepEqual(computeMoments(new Float32Array([NaN, Infinity])), {
      count: 2,
      nan: 1,
      inf: 1,
      ...none,
    });
    assert.deepEqual(computeMoments(new Float32Array(0)), { count: 0, nan: 0, inf: 0, ...none });
  });

  it('far from 0 the spread is not lost', () => {
    const values = new Float64Array([1e9 + 1, 1e9 + 2, 1e9 + 3]);
    assert.equal(computeMoments(values).std, Math.sqrt(2 / 3));
  });

  it('the largest and the smallest of f32 neither over- nor underflow', () => {
    assert.ok(Math.abs(computeMoments(new Float32Array([3e38, 3e38])).l2! / (3e38 * Math.SQRT2) - 1) < 1e-6);
    assert.ok(computeMoments(new Float32Array([1e-45])).l2! > 0);
  });
});

describe('summaries', () => {
  it('of many whole numbers of 64 bits have the mean that a sum in double precision loses', () => {
    const values = Float64Array.from({ length: 20_000 }, (_, i) => 1e16 + 2 * (i % 200));
    const { mean, deviations } = summarize(values, 0);
    assert.ok(Math.abs(mean - (1e16 + 199)) <= 1, `${mean - 1e16} beyond 1e16`);
    const std = Math.sqrt((4 * (200 ** 2 - 1)) / 12);
    assert.ok(Math.abs(Math.sqrt(deviations / 20_000) / std - 1) < 1e-3);
  });

  it('merge with nothing before them as they are, however large', () => {
    const part = summarize(Float64Array.of(-1e200, 3e200), 0);
    const whole = emptySummary();
    mergeSummary(whole, part);
    assert.deepEqual(whole, part);
  });
});

describe('histogram', () => {
  it('equal bins from the smallest to the largest, the last one closed', () => {
    const values = new Float32Array([0, 1, 2, 3, 4, 4, NaN, Infinity]);
    assert.deepEqual(computeHistogram(values, 4), { edges: [0, 1, 2, 3, 4], counts: [1, 1, 1, 3] });
  });

  it('one bin where all are the same, none where there is nothing', () => {
    assert.deepEqual(computeHistogram(new Float32Array([5, 5, NaN]), 10), { edges: [5, 5], counts: [2] });
    assert.deepEqual(computeHistogram(new Float32Array([NaN]), 10), { edges: [], counts: [] });
  });

  it('a value on an edge falls into the bin above it, one just below into the bin below, whatever the rounding', () => {
    for (const [low, high] of [
      [-0.11, 0.7],
      [1 / 3, 10],
      [1e9, 1e9 + 0.3],
    ] as const) {
      for (let bins = 2; bins <= 200; bins++) {
        const { edges } = computeHistogram(new Float64Array([low, high]), bins);
        const below = edges.slice(1, -1).map(justBelow);
        const { counts } = computeHistogram(Float64Array.from([...edges, ...below]), bins);
        assert.deepEqual(counts, new Array<number>(bins).fill(2), `${low} to ${high}, ${bins} bins`);
      }
    }
  });

  it('from the smallest to the largest double', () => {
    const values = new Float64Array([-Number.MAX_VALUE, 0, Number.MAX_VALUE]);
    const { edges, counts } = computeHistogram(values, 3);
    assert.deepEqual(counts, [1, 1, 1]);
    assert.ok(edges.every(Number.isFinite));
  });
});

/** The largest double that is smaller than `value` (which is not 0). */
function justBelow(value: number): number {
  const bits = new BigInt64Array(new Float64Array([value]).buffer);
  bits[0] = bits[0]! + (value > 0 ? -1n : 1n);
  return new Float64Array(bits.buffer)[0]!;
}

describe('norms', () => {
  it('over the finite values', () => {
    const values = new Float32Array([3, -4, NaN, Infinity]);
    assert.deepEqual([l1Norm(values), l2Norm(values), maxNorm(values)], [7, 5, 4]);
    const none = new Float32Array(0);
    assert.deepEqual([l1Norm(none), l2Norm(none), maxNorm(none)], [0, 0, 0]);
  });
});
