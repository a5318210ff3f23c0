import assert from 'node:assert/strict';
import { createRandom, mix, scaleBelow, shuffleInto } from '../../../src/tensor/random.js';

describe('random numbers', () => {
  it('are a function of seed, purpose, step and element alone', () => {
    const draw = (seed: number, purpose: number, step: number): number[] =>
      Array.from({ length: 4 }, (_, i) => createRandom(seed, purpose, step).uint32(i));
    assert.deepEqual(draw(42, 1, 0), draw(42, 1, 0));
    const streams = [draw(42, 1, 0), draw(43, 1, 0), draw(42, 2, 0), draw(42, 1, 1)].map(String);
    assert.equal(new Set(streams).size, 4);
  });

  it('mixes to these bits', () => {
    assert.deepEqual([0, 1, 0xffffffff].map(mix), [0, 114555507, 3652544131]);
  });

  it('are uniform and normal', () => {
    const random = createRandom(3, 5);
    const count = 100_000;
    const bins = new Array<number>(16).fill(0);
    let sum = 0;
    let squares = 0;
    for (let i = 0; i < count; i++) {
      bins[Math.floor(random.uniform(i) * 16)]!++;
      const z = random.normal(i);
      sum += z;
      squares += z * z;
    }
    // Five standard deviations.
    for (const bin of bins)
      assert.ok(Math.abs(bin - count / 16) < 5 * Math.sqrt(count / 16), `a bin of ${bin}`);
    assert.ok(Math.abs(sum / count) < 5 / Math.sqrt(count));
    assert.ok(Math.abs(squares / count - 1) < 5 * Math.sqrt(2 / count));
  });

  it('are scaled below any count to the last bit', () => {
    for (const count of [1, 3, 150, 2 ** 21 + 1, 3_000_001, 2 ** 31 - 1]) {
      // One that leaves the largest remainder, where a product of doubles rounds up to the next number.
      const inverse = inverseOf(count);
      for (const uint32 of [0, 1, 0xffffffff, 0x80000001, count % 2 === 1 ? 2 ** 32 - inverse : 7]) {
        const exact = Number((BigInt(uint32) * BigInt(count)) >> 32n);
        assert.equal(scaleBelow(count, uint32), exact, `${uint32} below ${count}`);
      }
    }
  });

  it('shuffles to a permutation, another one each epoch', () => {
    const orders = [0, 1].map((epoch) => {
      const order = new Int32Array(1000);
      shuffleInto(order, createRandom(1, 2, epoch));
      return order;
    });
    for (const order of orders) {
      assert.deepEqual(
        [...order].sort((a, b) => a - b),
        Array.from({ length: 1000 }, (_, i) => i),
      );
    }
    assert.notDeepEqual(orders[0], orders[1]);
  });
});

/** Of an odd number, modulo 2³² (Newton). */
function inverseOf(odd: number): number {
  let inverse = 1;
  for (let i = 0; i < 5; i++) inverse = Math.imul(inverse, 2 - Math.imul(odd, inverse));
  return inverse >>> 0;
}
