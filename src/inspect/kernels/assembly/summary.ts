import { high, low, pairAt, sumOfLanes } from './block';

// What `summary.ts` says plainly: several values at a time here, and what is rare is left to that.

/**
 * f64: Σ(x − shift), Σ(x − shift)², Σ|x|, the smallest magnitude, the smallest and the largest value. A value that is
 * not finite makes the sum of squares so.
 */
export const sums: usize = memory.data(48, 64);

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
  store<f64>(sums, smallestLane(smallest), 24);
  store<f64>(sums, smallestLane(minima), 32);
  store<f64>(sums, largestLane(maxima), 40);
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
 * Four quarters are walked side by side: from beyond the nearest cache, four places come sooner than one.
 */
export function summarizeQuickly(from: usize, count: i32): void {
  const quarter = <usize>count;
  const end = from + quarter;
  // Loaded, since constants would be made anew in every turn.
  const bits = v128.load32_splat(magnitudeBits);
  let minima = v128.load(from);
  let maxima = minima;
  let smallest = v128.and(minima, bits);
  let sumLow = f64x2.splat(0);
  let sumHigh = f64x2.splat(0);
  let squaresLow = f64x2.splat(0);
  let squaresHigh = f64x2.splat(0);
  let magnitudesLow = f64x2.splat(0);
  let magnitudesHigh = f64x2.splat(0);
  for (let at = from; at < end; at += 32) {
    const second = at + quarter;
    const third = second + quarter;
    const fourth = third + quarter;
    const a = v128.load(at);
    const b = v128.load(second);
    const c = v128.load(third);
    const d = v128.load(fourth);
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

    const e = v128.load(at, 16);
    const f = v128.load(second, 16);
    const g = v128.load(third, 16);
    const h = v128.load(fourth, 16);
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
 * The same in f64 around a shift, of a multiple of 16 values of type T: for f64, and for values whose mean is farther
 * from 0 than they are from it.
 */
@inline
function summarizeShifted<T extends number>(from: usize, count: i32, shift: f64): void {
  const pair = 2 * sizeof<T>();
  const quarter = <usize>(count >> 2) * sizeof<T>();
  const end = from + quarter;
  const shifts = f64x2.splat(shift);
  let minima = pairAt<T>(from);
  let maxima = minima;
  let smallest = f64x2.abs(minima);
  let sumsHere = f64x2.splat(0);
  let sumsBeside = f64x2.splat(0);
  let squaresHere = f64x2.splat(0);
  let squaresBeside = f64x2.splat(0);
  let magnitudesHere = f64x2.splat(0);
  let magnitudesBeside = f64x2.splat(0);
  for (let first = from; first < end; first += pair) {
    let at = first;
    for (let i = 0; i < 2; i++) {
      const a = pairAt<T>(at);
      const b = pairAt<T>(at + quarter);
      at += quarter + quarter;
      minima = f64x2.pmin(minima, f64x2.pmin(a, b));
      maxima = f64x2.pmax(maxima, f64x2.pmax(a, b));
      const sizeOfA = f64x2.abs(a);
      const sizeOfB = f64x2.abs(b);
      smallest = f64x2.pmin(smallest, f64x2.pmin(sizeOfA, sizeOfB));
      magnitudesHere = f64x2.add(magnitudesHere, sizeOfA);
      magnitudesBeside = f64x2.add(magnitudesBeside, sizeOfB);
      const shiftedA = f64x2.sub(a, shifts);
      const shiftedB = f64x2.sub(b, shifts);
      sumsHere = f64x2.add(sumsHere, shiftedA);
      sumsBeside = f64x2.add(sumsBeside, shiftedB);
      squaresHere = f64x2.add(squaresHere, f64x2.mul(shiftedA, shiftedA));
      squaresBeside = f64x2.add(squaresBeside, f64x2.mul(shiftedB, shiftedB));
    }
  }
  store<f64>(sums, sumOfLanes(sumsHere, sumsBeside));
  store<f64>(sums, sumOfLanes(squaresHere, squaresBeside), 8);
  store<f64>(sums, sumOfLanes(magnitudesHere, magnitudesBeside), 16);
  store<f64>(sums, min(f64x2.extract_lane(smallest, 0), f64x2.extract_lane(smallest, 1)), 24);
  store<f64>(sums, min(f64x2.extract_lane(minima, 0), f64x2.extract_lane(minima, 1)), 32);
  store<f64>(sums, max(f64x2.extract_lane(maxima, 0), f64x2.extract_lane(maxima, 1)), 40);
}

export function summarizeAround(from: usize, count: i32, shift: f64): void {
  summarizeShifted<f32>(from, count, shift);
}

export function summarizeDoubles(from: usize, count: i32, shift: f64): void {
  summarizeShifted<f64>(from, count, shift);
}

/** How many of `count` values, a multiple of 4, are 0, of either sign. */
export function countZeros(from: usize, count: i32): i32 {
  const zero = f32x4.splat(0);
  const end = from + (<usize>count << 2);
  let zeros = zero;
  for (let at = from; at < end; at += 16) zeros = i32x4.sub(zeros, f32x4.eq(v128.load(at), zero));
  return (
    i32x4.extract_lane(zeros, 0) +
    i32x4.extract_lane(zeros, 1) +
    i32x4.extract_lane(zeros, 2) +
    i32x4.extract_lane(zeros, 3)
  );
}

/** The same of f64, a multiple of 2. */
export function countZeroDoubles(from: usize, count: i32): i32 {
  const zero = f64x2.splat(0);
  const end = from + (<usize>count << 3);
  let zeros = i64x2.splat(0);
  for (let at = from; at < end; at += 16) zeros = i64x2.sub(zeros, f64x2.eq(v128.load(at), zero));
  return <i32>(i64x2.extract_lane(zeros, 0) + i64x2.extract_lane(zeros, 1));
}
