import assert from 'node:assert/strict';
import { pack, unpack } from '../../../src/engine/pack.js';

describe('pack', () => {
  for (const shape of [
    [1, 1],
    [3, 5],
    [8, 8],
    [9, 17],
    [2, 3, 4],
  ]) {
    it(`puts [${shape.join(', ')}] into panels and takes it out again`, () => {
      const size = shape.reduce((product, n) => product * n, 1);
      const values = Float32Array.from({ length: size }, (_, i) => i + 1);
      const arena = new Float32Array(1024).fill(99);
      pack({ storage: 'panels', shape }, values, arena, 16);
      const out = new Float32Array(size);
      unpack({ storage: 'panels', shape }, arena, 16, out);
      assert.deepEqual(out, values);
      const [rows = 1] = shape;
      const words = Math.ceil(rows / 8) * 8 * Math.ceil(size / rows / 8) * 8;
      const stored = arena.subarray(16, 16 + words);
      assert.equal(stored.filter((value) => value !== 0).length, size, 'padding is zero');
      assert.ok(
        arena.subarray(16 + words).every((value) => value === 99),
        'nothing behind is touched',
      );
    });
  }

  it('lays eight outputs side by side for every input', () => {
    const arena = new Float32Array(256);
    pack(
      { storage: 'panels', shape: [10, 2] },
      Float32Array.from({ length: 20 }, (_, i) => i),
      arena,
      0,
    );
    assert.deepEqual([...arena.subarray(0, 8)], [0, 2, 4, 6, 8, 10, 12, 14]);
    assert.deepEqual([...arena.subarray(8, 16)], [1, 3, 5, 7, 9, 11, 13, 15]);
    assert.deepEqual([...arena.subarray(64, 68)], [16, 18, 0, 0]);
  });

  it('refuses values that are not of the shape', () => {
    assert.throws(
      () => pack({ storage: 'rows', shape: [3] }, [1, 2], new Float32Array(16), 0),
      /2 values for a tensor of shape \[3\]/,
    );
  });
});
