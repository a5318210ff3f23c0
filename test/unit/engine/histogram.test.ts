import assert from 'node:assert/strict';
import { countValues } from '../../../src/engine/histogram.js';
import { pack, valueRuns } from '../../../src/engine/pack.js';

const histogram = (values: number[], bins: number) =>
  countValues('x', Float32Array.from(values), 0, [{ offset: 0, length: values.length }], bins);

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

  for (const shape of [
    [3, 5],
    [8, 8],
    [19, 6],
    [16, 3],
  ]) {
    it(`leaves out the padding of a stored [${shape.join(', ')}]`, () => {
      const [rows = 1, columns = 1] = shape;
      const values = Array.from({ length: rows * columns }, (_, i) => i + 10);
      const arena = new Float32Array(1024);
      pack({ storage: 'panels', shape }, values, arena, 32);
      const found = countValues('x', arena, 32, valueRuns({ storage: 'panels', shape }), 4);
      assert.deepEqual(found, histogram(values, 4));
      assert.equal(found.minimum, 10);
    });
  }
});
