import assert from 'node:assert/strict';
import { describeValues } from '../../../src/inspect/describeValues.js';
import { computeHistogram } from '../../../src/inspect/histogram.js';
import { magnitudeQuantiles, quantiles } from '../../../src/inspect/quantiles.js';
import { computeStandardizedMoments } from '../../../src/inspect/standardizedMoments.js';
import { pieceValues, type ValueReader } from '../../../src/inspect/valueReader.js';

const shares = [0, 0.01, 0.5, 0.99, 1];

/** More than a piece of values in which any order would show. */
const many = Float32Array.from({ length: pieceValues + 5000 }, (_, i) =>
  i % 100_003 === 0 ? NaN : Math.sin(i * 12.9898) * (1 + (i % 7)),
);
const reader: ValueReader = {
  size: many.length,
  read: async (offset, length) => many.subarray(offset, offset + length),
};
const options = { bins: 64, shares, magnitudeShares: shares };

describe('a description of values in pieces', () => {
  it('says what is said of them at once', async () => {
    const { statistics, quantiles: found, magnitudes } = await describeValues(reader, options);
    assert.deepEqual(found, quantiles(many, shares));
    assert.deepEqual(magnitudes, magnitudeQuantiles(many, shares));
    assert.deepEqual(statistics.histogram, computeHistogram(many, 64));
    const { skew, kurtosis } = computeStandardizedMoments(many, statistics.mean, statistics.std);
    assert.ok(Math.abs(statistics.skew! - skew!) < 1e-9);
    assert.ok(Math.abs(statistics.kurtosis! - kurtosis!) < 1e-9);
    assert.equal(statistics.firstNan, 0);
    assert.equal(statistics.nan, Math.ceil(many.length / 100_003));
  });

  it('keeps what is beyond single precision finite, and ends when nobody waits', async () => {
    const values = Float64Array.of(1e300, -1e300, 2);
    const memory: ValueReader = { size: 3, read: async (at, length) => values.subarray(at, at + length) };
    const { statistics, quantiles: found } = await describeValues(memory, options);
    assert.equal(statistics.max, 1e300);
    assert.equal(found.at(-1), 3.4028234663852886e38);
    const controller = new AbortController();
    controller.abort(new Error('left'));
    await assert.rejects(describeValues(reader, { ...options, signal: controller.signal }), /left/);
  });

  it('knows values that are all the same, and none', async () => {
    const of = (values: Float32Array): ValueReader => ({ size: values.length, read: async () => values });
    const same = await describeValues(of(new Float32Array(5).fill(3)), options);
    assert.deepEqual(same.statistics.histogram, { edges: [3, 3], counts: [5] });
    assert.deepEqual(same.quantiles, [3, 3, 3, 3, 3]);
    const none = await describeValues(of(new Float32Array(0)), options);
    assert.deepEqual(none.quantiles, [null, null, null, null, null]);
    assert.deepEqual(none.statistics.histogram, { edges: [], counts: [] });
  });
});
