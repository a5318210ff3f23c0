import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { findInitializer, initializers } from '../../src/engine/initializers/index.js';
import { normalQuantile } from '../../src/engine/initializers/normalQuantile.js';
import { fillDefaults } from '../../src/engine/member.js';
import { computeMoments } from '../../src/inspect/moments.js';
import { createRandom, purposes } from '../../src/tensor/random.js';

/** A convolution's weight: what an output sees is in · 3 · 3. */
const target = { shape: [64, 32, 3, 3], fanIn: 288, fanOut: 576 };
const size = 64 * 32 * 9;

/** Mean, standard deviation and largest distance from the mean that each formula gives. */
const expected: Record<string, { options?: object; mean: number; std: number; bound?: number }> = {
  zeros: { mean: 0, std: 0 },
  ones: { mean: 1, std: 0 },
  constant: { options: { value: -2.5 }, mean: -2.5, std: 0 },
  randomNormal: { options: { mean: 3, std: 0.2 }, mean: 3, std: 0.2 },
  randomUniform: { options: { minimum: 1, maximum: 5 }, mean: 3, std: 4 / Math.sqrt(12), bound: 2 },
  // 0.8796: the standard deviation of a standard normal cut at ±2.
  truncatedNormal: { options: { mean: 1, std: 0.1 }, mean: 1, std: 0.1 * 0.879626, bound: 0.2 },
  glorotUniform: { mean: 0, std: Math.sqrt(2 / (288 + 576)), bound: Math.sqrt(6 / (288 + 576)) },
  glorotNormal: { mean: 0, std: Math.sqrt(2 / (288 + 576)) },
  heUniform: { mean: 0, std: Math.sqrt(2 / 288), bound: Math.sqrt(6 / 288) },
  heNormal: { mean: 0, std: Math.sqrt(2 / 288) },
  lecunUniform: { mean: 0, std: Math.sqrt(1 / 288), bound: Math.sqrt(3 / 288) },
  lecunNormal: { mean: 0, std: Math.sqrt(1 / 288) },
  orthogonal: { mean: 0, std: Math.sqrt(1 / 288) },
};

function draw(name: string, options: object = {}, at = target, length = size, seed = 7): Float32Array {
  const member = findInitializer(name)!;
  const values = new Float32Array(length).fill(NaN);
  const random = createRandom(seed, purposes.initialize, 3);
  member.fill(fillDefaults(member, { ...options }), at, random, values);
  return values;
}

describe('every initializer', () => {
  it('is held against its formula', () => {
    assert.deepEqual(
      Object.keys(expected),
      initializers.map(({ name }) => name),
    );
  });

  for (const { name } of initializers) {
    const { options, mean, std, bound } = expected[name]!;

    it(`${name} has the mean and the standard deviation of its formula`, () => {
      const moments = computeMoments(draw(name, options));
      // Four standard errors of each estimate: one seed in some ten thousand would fail.
      const error = std / Math.sqrt(size);
      assert.ok(Math.abs(moments.mean! - mean) <= 4 * error, `mean ${moments.mean!} instead of ${mean}`);
      assert.ok(Math.abs(moments.std! - std) <= 4 * error, `std ${moments.std!} instead of ${std}`);
      assert.equal(moments.nan, 0);
      if (bound !== undefined) {
        const furthest = Math.max(moments.max! - mean, mean - moments.min!);
        assert.ok(furthest <= bound * (1 + 1e-6), `${furthest} is beyond ${bound}`);
        assert.ok(furthest >= bound * 0.99, `${furthest} never comes near ${bound}`);
      }
    });

    it(`${name} gives the same values for the same seed, others for another`, () => {
      assert.deepEqual(draw(name, options), draw(name, options));
      if (std > 0) assert.notDeepEqual(draw(name, options), draw(name, options, target, size, 8));
    });
  }

  it('the values are the same bytes on every machine', () => {
    const hash = createHash('sha256');
    for (const { name } of initializers) hash.update(draw(name, expected[name]!.options));
    assert.equal(hash.digest('hex'), 'c6ded70161170297a59256fdf8e2ef299c91d9e1994bd3b2f535489268c3fbf8');
  });

  it('the other names lead to the same members', () => {
    for (const kind of ['Uniform', 'Normal']) {
      assert.equal(findInitializer(`xavier${kind}`), findInitializer(`glorot${kind}`));
      assert.equal(findInitializer(`kaiming${kind}`), findInitializer(`he${kind}`));
    }
    assert.equal(findInitializer('xavier'), undefined);
  });
});

describe('orthogonal', () => {
  for (const shape of [[5, 9], [9, 5], [16, 16], [8, 3, 2, 2], [1, 7], [7, 1], [1]]) {
    it(`rows or columns of [${shape.join(', ')}] are orthonormal`, () => {
      const length = shape.reduce((product, dimension) => product * dimension, 1);
      const rows = shape[0]!;
      const columns = length / rows;
      const q = draw('orthogonal', {}, { shape, fanIn: columns, fanOut: rows }, length);
      const count = Math.min(rows, columns);
      const at = (vector: number, i: number): number =>
        rows <= columns ? q[vector * columns + i]! : q[i * columns + vector]!;
      for (let a = 0; a < count; a++) {
        for (let b = 0; b <= a; b++) {
          let product = 0;
          for (let i = 0; i < Math.max(rows, columns); i++) product += at(a, i) * at(b, i);
          assert.ok(Math.abs(product - (a === b ? 1 : 0)) < 1e-6, `${a} · ${b} = ${product}`);
        }
      }
    });
  }
});

const quantiles = [
  [1e-300, -37.0470962993612],
  [1e-20, -9.262340089798409],
  [1e-5, -4.264890793922825],
  [0.02275, -2.0000024438996036],
  [0.07, -1.4757910281791706],
  [0.075, -1.4395314709384563],
  [0.25, -0.6744897501960817],
  [0.5, 0.0],
  [0.6, 0.2533471031357997],
  [0.924, 1.432502720825812],
  [0.93, 1.475791028179171],
  [0.97725, 2.0000024438996027],
  [0.999999, 4.753424308817087],
] as const;

describe('normalQuantile', () => {
  it('inverts the normal distribution (values of scipy.stats.norm.ppf)', () => {
    for (const [p, z] of quantiles) {
      assert.ok(
        Math.abs(normalQuantile(p) - z) <= 1e-13 * Math.max(1, Math.abs(z)),
        `${p}: ${normalQuantile(p)}`,
      );
    }
  });
});
