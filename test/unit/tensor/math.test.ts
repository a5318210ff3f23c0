import assert from 'node:assert/strict';
import * as math from '../../../src/tensor/math.js';
import { createRandom } from '../../../src/tensor/random.js';

const float = new Float64Array(1);
const integer = new BigInt64Array(float.buffer);

/** Floats in order as integers: neighbours differ by 1. */
function rank(x: number): bigint {
  float[0] = x;
  const bits = integer[0]!;
  return bits < 0n ? -(bits & 0x7fffffffffffffffn) : bits;
}

/** How many floats lie between two numbers. */
function ulps(a: number, b: number): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number.isNaN(a) && Number.isNaN(b) ? 0 : Infinity;
  const distance = rank(a) - rank(b);
  return Number(distance < 0n ? -distance : distance);
}

const random = createRandom(1, 0);
let drawn = 0;
const uniform = (low: number, high: number): number => low + (high - low) * random.uniform(drawn++);

function compare(
  ours: (...x: number[]) => number,
  theirs: (...x: number[]) => number,
  limit: number,
  draw: () => number[],
): void {
  for (let i = 0; i < 20000; i++) {
    const x = draw();
    const error = ulps(ours(...x), theirs(...x));
    assert.ok(
      error <= limit,
      `${ours.name}(${x.join(', ')}) is ${ours(...x)}, ${error} ulp from ${theirs(...x)}`,
    );
  }
}

// One ulp beyond the documented error, since Math.* may be one off itself.
describe('math', () => {
  it('exp', () => {
    compare(math.exp, Math.exp, 2, () => [uniform(-745, 709)]);
    compare(math.exp, Math.exp, 2, () => [uniform(-1, 1)]);
  });
  it('log', () => {
    compare(math.log, Math.log, 2, () => [Math.exp(uniform(-744, 709))]);
    compare(math.log, Math.log, 2, () => [uniform(0.5, 2)]);
  });
  it('log1p', () => {
    compare(math.log1p, Math.log1p, 3, () => [uniform(0, 1) ** 9]);
  });
  it('pow', () => {
    compare(math.pow, Math.pow, 3, () => [uniform(0, 2), uniform(-500, 500)]);
    compare(math.pow, Math.pow, 3, () => [Math.exp(uniform(-200, 200)), uniform(-4, 4)]);
    compare(math.pow, Math.pow, 3, () => [uniform(-3, 0), Math.round(uniform(-300, 300))]);
  });
  it('sin and cos', () => {
    compare(math.sin, Math.sin, 2, () => [uniform(-1e6, 1e6)]);
    compare(math.cos, Math.cos, 2, () => [uniform(-10, 10)]);
    assert.throws(() => math.sin(1e7), /angles up to ±1000000 rad, not 10000000/);
  });
  it('tanh', () => {
    compare(math.tanh, Math.tanh, 4, () => [uniform(-25, 25)]);
    compare(math.tanh, Math.tanh, 4, () => [uniform(-0.7, 0.7)]);
  });

  it('cos of whole turns is exact at quarters', () => {
    const quarters = [0, 0.25, 0.5, 0.75, 1, -0.25, 1e9].map((turns) => math.cosTwoPi(turns));
    assert.deepEqual(
      quarters.map((value) => value + 0),
      [1, 0, -1, 0, 1, 0, 1],
    );
    for (let i = 0; i < 1000; i++) {
      const turns = uniform(-3, 3);
      assert.ok(Math.abs(math.cosTwoPi(turns) - Math.cos(2 * Math.PI * turns)) < 1e-14);
    }
  });

  it('erf agrees with tabulated values', () => {
    // Abramowitz and Stegun, table 7.1, and CPython's math.erf.
    const known = [
      [0, 0],
      [0.1, 0.1124629160182849],
      [0.5, 0.5204998778130465],
      [1, 0.8427007929497149],
      [1.9999, 0.9953201979070294],
      [2, 0.9953222650189527],
      [3, 0.9999779095030014],
      [-4.5, -0.9999999998033839],
      [7, 1],
    ] as const;
    for (const [x, value] of known) assert.ok(ulps(math.erf(x), value) <= 8, `erf(${x}) is ${math.erf(x)}`);
  });

  it('has the limits that Math.* has', () => {
    const odd = [NaN, Infinity, -Infinity, 0, -0, 1, -1, 1e-310, 1e308];
    for (const x of odd) {
      assert.ok(ulps(math.exp(x), Math.exp(x)) <= 1, `exp(${x}) is ${math.exp(x)}`);
      assert.ok(ulps(math.log(x), Math.log(x)) <= 1, `log(${x}) is ${math.log(x)}`);
      assert.ok(ulps(math.tanh(x), Math.tanh(x)) <= 1, `tanh(${x}) is ${math.tanh(x)}`);
      for (const y of [...odd, 2, 3, -3, 0.5, -0.5]) {
        assert.ok(ulps(math.pow(x, y), Math.pow(x, y)) <= 1, `pow(${x}, ${y}) is ${math.pow(x, y)}`);
      }
    }
  });

  it('gives these bits, on every machine', () => {
    const values = [
      math.exp(1.25),
      math.log(3.75),
      math.pow(0.999, 1234),
      math.sin(2.5),
      math.cosTwoPi(0.1),
      math.tanh(0.3),
      math.erf(0.7),
    ];
    assert.deepEqual(
      values.map((value) => rank(value).toString(16)),
      [
        ...['400bec38edb0faf0', '3ff525e973a0564f', '3fd29edc3254efc2', '3fe326af0dcfcab0'],
        ...['3fe9e3779b97f4a8', '3fd2a4dda7d914fa', '3fe5b08c21171647'],
      ],
    );
  });
});
