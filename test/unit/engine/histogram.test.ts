import assert from 'node:assert/strict';
import { summarise } from '../../../src/engine/histogram.js';

const histogram = (values: number[], bins: number) =>
  summarise({ name: 'x', shape: [values.length], values: Float32Array.from(values) }, bins);

describe('histogram of a tensor', () => {
  it('counts in equal bins, the greatest value in the last', () => {
    const { minimum, maximum, counts, sum, sumOfSquares } = histogram([0, 1, 2, 3, 4], 2);
    assert.deepEqual(
      { minimum, maximum, counts, sum, sumOfSquares },
      { minimum: 0, maximum: 4, counts: [2, 3], sum: 10, sumOfSquares: 30 },
    );
  });

  it('holds equal values in one bin and leaves out what is not finite', () => {
    assert.deepEqual(histogram([2, 2, NaN, Infinity], 5).counts, [2]);
    assert.deepEqual(histogram([NaN], 5).counts, []);
  });
});
