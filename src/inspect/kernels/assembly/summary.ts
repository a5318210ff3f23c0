import { high, low, lowAt, sumOfLanes, values } from './block';

// What `summary.ts` says plainly: several values at a time here, and what is rare is left to that.

/**
 * f64: Σ(x − shift), Σ(x − shift)², Σ|x|; then f32: the smallest magnitude, the smallest and the largest value. A value
 * that is not finite makes the sum of squares so.
 */
export const sums: usize = memory.data(40, 64);

const magnitudeBits: usize = memory.data<i32>([0x7fffffff], 4);

@inline
function smallestLane(v: v128): f32 {
  return min<f32>(
    min<f32>(f32x4.extract_lane(v, 0), f32x4.extract_lane(v, 1)),
    min<f32>(f32x4.extract_lane(v, 2), f32x4.extract_lane(v, 3)),
  );
}

@inline
function largestLane(v: v128): f32 {
  return max<f32>(
    max<f32>(f32x4.extract_lane(v, 0), f32x4.extract_lane(v, 1)),
    max<f32>(f32x4.extract_lane(v, 2), f32x4.extract_lane(v, 3)),
  );
}

@inline
function storeExtremes(smallest: v128, minima: v128, maxima: v128): void {
  store<f32>(sums, smallestLane(smallest), 24);
  store<f32>(sums, smallestLane(minima), 28);
  store<f32>(sums, largestLane(maxima), 32);
}

@inline
function smallestOf(a: v128, b: v128, c: v128, d: v128): v128 {
  return f32x4.pmin(f32x4.pmin(a, b), f32x4.pmin(c, d));
}

@inline
function largestOf(a: v128, b: v128, c: v128, d: v128): v128 {
  return f32x4.pmax(f32x4.pmax(a, b), f32x4.pmax(c, d));
}

/** Of magnitudes, whose bits have their order. */
@inline
function smallestMagnitude(a: v128, b: v128, c: v128, d: v128): v128 {
  return i32x4.min_u(i32x4.min_u(a, b), i32x4.min_u(c, d));
}

@inline
function sumOf(a: v128, b: v128, c: v128, d: v128): v128 {
  return f32x4.add(f32x4.add(a, b), f32x4.add(c, d));
}

@inline
function squaresOf(a: v128, b: v128, c: v128, d: v128): v128 {
  return sumOf(f32x4.mul(a, a), f32x4.mul(b, b), f32x4.mul(c, c), f32x4.mul(d, d));
}

/**
 * Sums over `count` values, a multiple of 32, with a shift of 0: eight values are added up in f32 before they go on in
 * f64. So Σx may be wrong by 3 · 2⁻²⁴ Σ|x|, Σ|x| by as much, and Σx² by 4 · 2⁻²⁴ of itself, if none is too small for f32.
 */
export function summarizeQuickly(count: i32): void {
  const end = values + (<usize>count << 2);
  // Loaded, since constants would be made anew in every turn.
  const bits = v128.load32_splat(magnitudeBits);
  let minima = v128.load(values);
  let maxima = minima;
  let smallest = v128.and(minima, bits);
  let sumLow = f64x2.splat(0);
  let sumHigh = f64x2.splat(0);
  let squaresLow = f64x2.splat(0);
  let squaresHigh = f64x2.splat(0);
  let magnitudesLow = f64x2.splat(0);
  let magnitudesHigh = f64x2.splat(0);
  for (let at = values; at < end; at += 128) {
    const a = v128.load(at);
    const b = v128.load(at, 16);
    const c = v128.load(at, 32);
    const d = v128.load(at, 48);
    minima = f32x4.pmin(minima, smallestOf(a, b, c, d));
    maxima = f32x4.pmax(maxima, largestOf(a, b, c, d));
    let sum = sumOf(a, b, c, d);
    let squares = squaresOf(a, b, c, d);
    const aa = v128.and(a, bits);
    const bb = v128.and(b, bits);
    const cc = v128.and(c, bits);
    const dd = v128.and(d, bits);
    smallest = i32x4.min_u(smallest, smallestMagnitude(aa, bb, cc, dd));
    let magnitudes = sumOf(aa, bb, cc, dd);

    const e = v128.load(at, 64);
    const f = v128.load(at, 80);
    const g = v128.load(at, 96);
    const h = v128.load(at, 112);
    minima = f32x4.pmin(minima, smallestOf(e, f, g, h));
    maxima = f32x4.pmax(maxima, largestOf(e, f, g, h));
    sum = f32x4.add(sum, sumOf(e, f, g, h));
    squares = f32x4.add(squares, squaresOf(e, f, g, h));
    const ee = v128.and(e, bits);
    const ff = v128.and(f, bits);
    const gg = v128.and(g, bits);
    const hh = v128.and(h, bits);
    smallest = i32x4.min_u(smallest, smallestMagnitude(ee, ff, gg, hh));
    magnitudes = f32x4.add(magnitudes, sumOf(ee, ff, gg, hh));

    sumLow = f64x2.add(sumLow, low(sum));
    sumHigh = f64x2.add(sumHigh, high(sum));
    squaresLow = f64x2.add(squaresLow, low(squares));
    squaresHigh = f64x2.add(squaresHigh, high(squares));
    magnitudesLow = f64x2.add(magnitudesLow, low(magnitudes));
    magnitudesHigh = f64x2.add(magnitudesHigh, high(magnitudes));
  }
  store<f64>(sums, sumOfLanes(sumLow, sumHigh));
  store<f64>(sums, sumOfLanes(squaresLow, squaresHigh), 8);
  store<f64>(sums, sumOfLanes(magnitudesLow, magnitudesHigh), 16);
  storeExtremes(smallest, minima, maxima);
}

/**
 * The same in f64 around a shift, of a multiple of 16: for values whose mean is farther from 0 than they are from it.
 */
export function summarizeAround(count: i32, shift: f64): void {
  const end = values + (<usize>count << 2);
  const shifts = f64x2.splat(shift);
  let minima = v128.load(values);
  let maxima = minima;
  let smallest = f32x4.abs(minima);
  let sumLow = f64x2.splat(0);
  let sumHigh = f64x2.splat(0);
  let squaresLow = f64x2.splat(0);
  let squaresHigh = f64x2.splat(0);
  let magnitudesLow = f64x2.splat(0);
  let magnitudesHigh = f64x2.splat(0);
  for (let at = values; at < end; at += 64) {
    for (let i: usize = 0; i < 64; i += 16) {
      const v = v128.load(at + i);
      minima = f32x4.pmin(minima, v);
      maxima = f32x4.pmax(maxima, v);
      smallest = f32x4.pmin(smallest, f32x4.abs(v));
      const unshiftedLow = lowAt(at + i);
      const unshiftedHigh = lowAt(at + i + 8);
      magnitudesLow = f64x2.add(magnitudesLow, f64x2.abs(unshiftedLow));
      magnitudesHigh = f64x2.add(magnitudesHigh, f64x2.abs(unshiftedHigh));
      const a = f64x2.sub(unshiftedLow, shifts);
      const b = f64x2.sub(unshiftedHigh, shifts);
      sumLow = f64x2.add(sumLow, a);
      sumHigh = f64x2.add(sumHigh, b);
      squaresLow = f64x2.add(squaresLow, f64x2.mul(a, a));
      squaresHigh = f64x2.add(squaresHigh, f64x2.mul(b, b));
    }
  }
  store<f64>(sums, sumOfLanes(sumLow, sumHigh));
  store<f64>(sums, sumOfLanes(squaresLow, squaresHigh), 8);
  store<f64>(sums, sumOfLanes(magnitudesLow, magnitudesHigh), 16);
  storeExtremes(smallest, minima, maxima);
}

/** How many of `count` values, a multiple of 4, are 0, of either sign. */
export function countZeros(count: i32): i32 {
  const zero = f32x4.splat(0);
  const end = values + (<usize>count << 2);
  let zeros = zero;
  for (let at = values; at < end; at += 16) zeros = i32x4.sub(zeros, f32x4.eq(v128.load(at), zero));
  return (
    i32x4.extract_lane(zeros, 0) +
    i32x4.extract_lane(zeros, 1) +
    i32x4.extract_lane(zeros, 2) +
    i32x4.extract_lane(zeros, 3)
  );
}
