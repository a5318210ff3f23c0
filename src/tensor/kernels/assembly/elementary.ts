// exp, log, tanh, the normal distribution and their kin on four floats, the same bits on every machine in the plain build.
import { flushSmall, multiplyAdd, positivePart } from './lanes';

/** Below this exp is exactly 0, so that no denormal number arises. */
const smallestExponent: f32 = -80;

/** 1.5 · 2^23: adding it rounds to an integer, which then stands in the low bits. */
const rounding: f32 = 12582912;

/** n = round(x · log2 e), still with `rounding` added. */
@inline
function roundedExponent(x: v128): v128 {
  return multiplyAdd(x, f32x4.splat(1.44269504), f32x4.splat(rounding));
}

/** x − n·ln 2, with ln 2 in two parts (Cody and Waite). */
@inline
function reduced(x: v128, shifted: v128): v128 {
  const n = f32x4.sub(shifted, f32x4.splat(rounding));
  return multiplyAdd(n, f32x4.splat(2.12194440e-4), multiplyAdd(n, f32x4.splat(-0.693359375), x));
}

/** e^r − 1 for |r| ≤ ½ ln 2 (Cephes, expf). */
@inline
function exponentialSeries(r: v128): v128 {
  let p = f32x4.splat(1.9875691500e-4);
  p = multiplyAdd(p, r, f32x4.splat(1.3981999507e-3));
  p = multiplyAdd(p, r, f32x4.splat(8.3334519073e-3));
  p = multiplyAdd(p, r, f32x4.splat(4.1665795894e-2));
  p = multiplyAdd(p, r, f32x4.splat(1.6666665459e-1));
  p = multiplyAdd(p, r, f32x4.splat(5.0000001201e-1));
  return multiplyAdd(f32x4.mul(p, r), r, r);
}

/** 2^(n − 1) from the shifted n: one below, so that n = 128 does not overflow before the product does. */
@inline
function halfPower(shifted: v128): v128 {
  return i32x4.shl(i32x4.add(shifted, i32x4.splat(126)), 23);
}

/** e^x; relative error ≤ 2e-7; exactly 0 below −80. */
@inline
export function exp(x: v128): v128 {
  const clamped = f32x4.pmin(f32x4.pmax(x, f32x4.splat(-81)), f32x4.splat(89));
  const shifted = roundedExponent(clamped);
  const series = exponentialSeries(reduced(clamped, shifted));
  const value = f32x4.mul(f32x4.add(series, f32x4.splat(1)), halfPower(shifted));
  return v128.andnot(f32x4.add(value, value), f32x4.lt(x, f32x4.splat(smallestExponent)));
}

/** e^x − 1 for x ≤ 0, without losing a small x. */
@inline
export function expMinusOne(x: v128): v128 {
  const clamped = f32x4.pmax(x, f32x4.splat(-40));
  const shifted = roundedExponent(clamped);
  const series = exponentialSeries(reduced(clamped, shifted));
  const half = halfPower(shifted);
  const power = f32x4.add(half, half);
  return multiplyAdd(power, series, f32x4.sub(power, f32x4.splat(1)));
}

/** The natural logarithm for normal x > 0; ∞ and NaN stay (Cephes, logf). */
@inline
export function log(x: v128): v128 {
  // The exponent by which the mantissa lies in [√½, √2).
  const exponent = i32x4.shr_s(i32x4.sub(x, i32x4.splat(0x3f3504f3)), 23);
  const m = f32x4.sub(i32x4.sub(x, i32x4.shl(exponent, 23)), f32x4.splat(1));
  const e = f32x4.convert_i32x4_s(exponent);
  let p = f32x4.splat(7.0376836292e-2);
  p = multiplyAdd(p, m, f32x4.splat(-1.1514610310e-1));
  p = multiplyAdd(p, m, f32x4.splat(1.1676998740e-1));
  p = multiplyAdd(p, m, f32x4.splat(-1.2420140846e-1));
  p = multiplyAdd(p, m, f32x4.splat(1.4249322787e-1));
  p = multiplyAdd(p, m, f32x4.splat(-1.6668057665e-1));
  p = multiplyAdd(p, m, f32x4.splat(2.0000714765e-1));
  p = multiplyAdd(p, m, f32x4.splat(-2.4999993993e-1));
  p = multiplyAdd(p, m, f32x4.splat(3.3333331174e-1));
  const square = f32x4.mul(m, m);
  let tail = f32x4.mul(f32x4.mul(p, m), square);
  tail = multiplyAdd(e, f32x4.splat(-2.12194440e-4), tail);
  tail = multiplyAdd(square, f32x4.splat(-0.5), tail);
  const value = multiplyAdd(e, f32x4.splat(0.693359375), f32x4.add(m, tail));
  return v128.bitselect(value, x, f32x4.lt(x, f32x4.splat(Infinity)));
}

/** log(1 + x) for 0 ≤ x ≤ 1, without losing a small x (W. Kahan). */
@inline
function logOnePlus(x: v128): v128 {
  const one = f32x4.splat(1);
  const sum = f32x4.add(one, x);
  return f32x4.add(log(sum), f32x4.div(f32x4.sub(x, f32x4.sub(sum, one)), sum));
}

/** log(1 + e^x), PyTorch's softplus without its threshold. */
@inline
export function softplus(x: v128): v128 {
  return f32x4.add(positivePart(x), logOnePlus(exp(f32x4.neg(f32x4.abs(x)))));
}

/** 1 / (1 + e^−x); exactly 0 below −80. */
@inline
export function sigmoid(x: v128): v128 {
  const one = f32x4.splat(1);
  const value = f32x4.div(one, f32x4.add(one, exp(f32x4.neg(x))));
  return v128.andnot(value, f32x4.lt(x, f32x4.splat(smallestExponent)));
}

/** The hyperbolic tangent, by the rational function of Eigen's `ptanh_float`; relative error ≤ 5e-7. */
@inline
export function tanh(x: v128): v128 {
  const c = f32x4.pmin(f32x4.pmax(x, f32x4.splat(-7.90531110763549805)), f32x4.splat(7.90531110763549805));
  const square = f32x4.mul(c, c);
  let p = f32x4.splat(-2.76076847742355e-16);
  p = multiplyAdd(p, square, f32x4.splat(2.00018790482477e-13));
  p = multiplyAdd(p, square, f32x4.splat(-8.60467152213735e-11));
  p = multiplyAdd(p, square, f32x4.splat(5.12229709037114e-8));
  p = multiplyAdd(p, square, f32x4.splat(1.48572235717979e-5));
  p = multiplyAdd(p, square, f32x4.splat(6.37261928875436e-4));
  p = multiplyAdd(p, square, f32x4.splat(4.89352455891786e-3));
  let q = f32x4.splat(1.19825839466702e-6);
  q = multiplyAdd(q, square, f32x4.splat(1.18534705686654e-4));
  q = multiplyAdd(q, square, f32x4.splat(2.2684346324389e-3));
  q = multiplyAdd(q, square, f32x4.splat(4.89352518554385e-3));
  return f32x4.div(f32x4.mul(c, p), q);
}

/** e^(−x²/2): the standard normal density but for its factor. */
@inline
export function bell(x: v128): v128 {
  return exp(f32x4.mul(f32x4.mul(x, x), f32x4.splat(-0.5)));
}

/**
 * The standard normal distribution function ½·erfc(−x/√2), where `e` is `bell(x)`; absolute error ≤ 2e-7, and both
 * tails keep their digits. erfc(z)·e^(z²) is t·p(t) for t = 1/(1 + z/2), and p a polynomial fitted to the smallest
 * relative error over 0 < t ≤ 1.
 */
@inline
export function normalDistribution(x: v128, e: v128): v128 {
  const one = f32x4.splat(1);
  const half = f32x4.splat(0.5);
  const z = f32x4.mul(f32x4.abs(x), f32x4.splat(0.70710678));
  const t = f32x4.div(one, multiplyAdd(half, z, one));
  let p = f32x4.splat(-0.0203159694);
  p = multiplyAdd(p, t, f32x4.splat(0.0403950363));
  p = multiplyAdd(p, t, f32x4.splat(0.0774862319));
  p = multiplyAdd(p, t, f32x4.splat(-0.248066053));
  p = multiplyAdd(p, t, f32x4.splat(0.110594191));
  p = multiplyAdd(p, t, f32x4.splat(0.0464397036));
  p = multiplyAdd(p, t, f32x4.splat(0.183062643));
  p = multiplyAdd(p, t, f32x4.splat(0.246186599));
  p = multiplyAdd(p, t, f32x4.splat(0.282123119));
  p = multiplyAdd(p, t, f32x4.splat(0.282094389));
  const tail = f32x4.mul(f32x4.mul(f32x4.mul(half, t), e), p);
  return v128.bitselect(tail, f32x4.sub(one, tail), f32x4.lt(x, f32x4.splat(0)));
}

/** x · φ(x) with the standard normal density φ, where `e` is `bell(x)`; 0 where that is below 1e-30. */
@inline
export function timesNormalDensity(x: v128, e: v128): v128 {
  const c = f32x4.pmin(f32x4.pmax(x, f32x4.splat(-16)), f32x4.splat(16)); // beyond, e is 0
  return flushSmall(f32x4.mul(c, f32x4.mul(f32x4.splat(0.3989422804), e)));
}
