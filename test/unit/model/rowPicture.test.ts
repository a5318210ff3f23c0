import assert from 'node:assert/strict';
import type { FeatureEncoding, Preprocessing } from '../../../src/data/preprocessing.js';
import { pictureOfRow } from '../../../src/model/rowPicture.js';

const prepare = (inputShape: readonly number[], features: readonly FeatureEncoding[]): Preprocessing =>
  ({ inputShape, features }) as unknown as Preprocessing;
const image = (shape: readonly number[]): FeatureEncoding => ({
  kind: 'array',
  column: 'image',
  shape,
  offset: 0,
  scale: 1 / 255,
  fill: null,
});

describe('a row as a picture', () => {
  it('has the levels of its bytes, channels beside each other', () => {
    const levels = Array.from({ length: 18 }, (_, i) => 10 * i);
    const encoded = Float32Array.from(levels, (level) => level / 255);
    const picture = pictureOfRow(prepare([3, 2, 3], [image([3, 2, 3])]), encoded)!;
    assert.deepEqual([picture.width, picture.height, picture.channels], [3, 2, 3]);
    assert.deepEqual([...picture.levels.subarray(0, 6)], [0, 60, 120, 10, 70, 130]);
  });

  it('undoes the scaling of single columns, and goes from the least value to the largest', () => {
    const columns = [0, 1, 2, 3].map((i): FeatureEncoding => ({
      kind: 'number',
      column: `p${i}`,
      offset: 10 * i,
      scale: 2,
      fill: null,
    }));
    const encoded = [0, 0, 0, 0].map((value) => value * 2);
    const picture = pictureOfRow(prepare([1, 2, 2], columns), encoded)!;
    assert.deepEqual([...picture.levels], [0, 85, 170, 255]);
  });

  it('takes every so many-th pixel of a large one', () => {
    const size = 300;
    const encoded = Float32Array.from({ length: size * size }, (_, i) => (i % size) / 255 / 2);
    const picture = pictureOfRow(prepare([1, size, size], [image([1, size, size])]), encoded)!;
    assert.deepEqual([picture.width, picture.height], [75, 75]);
    assert.equal(picture.levels[10], 20);
  });

  it('is none of a table', () => {
    assert.equal(pictureOfRow(prepare([4], []), [1, 2, 3, 4]), null);
    const category: FeatureEncoding = { kind: 'category', column: 'c', categories: ['a'], fill: null };
    assert.equal(pictureOfRow(prepare([1, 2, 2], [category]), [1, 2, 3, 4]), null);
  });
});
