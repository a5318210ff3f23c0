import assert from 'node:assert/strict';
import { computeDifference } from '../../../src/inspect/difference.js';
import { matchNames } from '../../../src/inspect/matchNames.js';
import { memoryReader, pieceValues } from '../../../src/inspect/valueReader.js';

const compare = (a: readonly number[], b: readonly number[]) =>
  computeDifference(memoryReader(Float64Array.from(a)), memoryReader(Float64Array.from(b)));

describe('the difference of two tensors', () => {
  it('is ‖b − a‖, its share of ‖a‖, the cosine and the largest change', async () => {
    // By hand: Δ = (3, −4), ‖a‖ = 5, ‖b‖ = 6, ⟨a, b⟩ = 18.
    const found = await compare([3, 4], [6, 0]);
    assert.deepEqual(found, { isSame: false, l2: 5, relative: 1, cosine: 18 / 30, maxAbs: 4, normOfA: 5 });
  });

  it('is nothing where both are the same, zeros and NaN too', async () => {
    const same = (normOfA: number) => ({ isSame: true, l2: 0, relative: 0, cosine: 1, maxAbs: 0, normOfA });
    assert.deepEqual(await compare([1, -2], [1, -2]), same(Math.sqrt(5)));
    assert.deepEqual(await compare([0, 0], [0, -0]), same(0));
    assert.deepEqual(await compare([NaN, Infinity, 1], [NaN, Infinity, 1]), same(1));
    assert.deepEqual(await compare([], []), same(0));
  });

  it('measures where both are finite, and is a change where one of them is not', async () => {
    const found = await compare([NaN, 3, 1], [1, 3, Infinity]);
    assert.deepEqual(found, { isSame: false, l2: 0, relative: 0, cosine: 1, maxAbs: 0, normOfA: 3 });
  });

  it('has no share and no direction where one is all zeros', async () => {
    assert.deepEqual(await compare([0], [2]), {
      isSame: false,
      l2: 2,
      relative: null,
      cosine: null,
      maxAbs: 2,
      normOfA: 0,
    });
    assert.equal((await compare([2], [0])).relative, 1);
  });

  it('goes over all pieces', async () => {
    const a = new Float32Array(pieceValues + 3).fill(1);
    const b = a.slice();
    b[pieceValues + 2] = 3;
    const { l2, maxAbs } = await computeDifference(memoryReader(a), memoryReader(b));
    assert.deepEqual([l2, maxAbs], [2, 2]);
  });
});

describe('names of two files', () => {
  const pairs = (a: readonly string[], b: readonly string[]) =>
    matchNames(a, b).map((pair) => `${pair.a ?? '–'} ${pair.b ?? '–'}`);

  it('are matched where they are equal, in the order of the first', () => {
    assert.deepEqual(pairs(['x', 'y', 'z'], ['z', 'w', 'x']), ['x x', 'y –', 'z z', '– w']);
  });

  it('are matched behind a prefix that one of the files has', () => {
    const plain = ['fc.weight', 'fc.bias', 'head.weight'];
    const wrapped = plain.map((name) => `module.${name}`);
    assert.deepEqual(
      pairs(plain, wrapped),
      plain.map((name) => `${name} module.${name}`),
    );
    assert.deepEqual(pairs(wrapped, [...plain.slice(0, 2), 'other.weight']), [
      'module.fc.weight fc.weight',
      'module.fc.bias fc.bias',
      'module.head.weight –',
      '– other.weight',
    ]);
  });

  it('keep to equal names where there are some', () => {
    assert.deepEqual(pairs(['a.w', 'w'], ['a.w', 'b.w']), ['a.w a.w', 'w b.w']);
  });
});
