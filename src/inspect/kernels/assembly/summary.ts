import { low, high, lowAt, sumOfLanes, values } from './block';

// What `summary.ts` says plainly: several values at a time here, and what is rare is left to that.

/** f64: Σ(x − shift), Σ(x − shift)², Σ|x|; then four lanes each of the smallest magnitudes, minima and maxima (f32). */
export const sums: usize = memory.data(80, 64);

/** As `summarizeAround`, with a shift of 0. */
export function summarize(count: i32): void {
  sumUp(count, 0, false);
}

/**
 * Sums over `count` values, a multiple of 16. A value that is not finite makes the squares so, and nothing else
 * does. Four magnitudes are added up in f32 before they go on in f64: that costs 1 part in 2²² at most.
 */
export function summarizeAround(count: i32, shift: f64): void {
  sumUp(count, shift, true);
}

@inline
function sumUp(count: i32, shift: f64, isShifted: bool): void {
  const zero = f32x4.splat(0);
  const shifts = f64x2.splat(shift);
  const end = values + (<usize>count << 2);
  let min = v128.load(values);
  let max = min;
  let smallest = f32x4.abs(min);
  let sumLow = f64x2.splat(0);
  let sumHigh = f64x2.splat(0);
  let squaresLow = f64x2.splat(0);
  let squaresHigh = f64x2.splat(0);
  let magnitudesLow = f64x2.splat(0);
  let magnitudesHigh = f64x2.splat(0);
  for (let at = values; at < end; at += 64) {
    let magnitudes = zero;
    for (let i: usize = 0; i < 64; i += 16) {
      const v = v128.load(at + i);
      const magnitude = f32x4.abs(v);
      min = f32x4.pmin(min, v);
      max = f32x4.pmax(max, v);
      smallest = f32x4.pmin(smallest, magnitude);
      magnitudes = f32x4.add(magnitudes, magnitude);
      let a = lowAt(at + i);
      let b = lowAt(at + i + 8);
      if (isShifted) {
        a = f64x2.sub(a, shifts);
        b = f64x2.sub(b, shifts);
      }
      sumLow = f64x2.add(sumLow, a);
      sumHigh = f64x2.add(sumHigh, b);
      squaresLow = f64x2.add(squaresLow, f64x2.mul(a, a));
      squaresHigh = f64x2.add(squaresHigh, f64x2.mul(b, b));
    }
    magnitudesLow = f64x2.add(magnitudesLow, low(magnitudes));
    magnitudesHigh = f64x2.add(magnitudesHigh, high(magnitudes));
  }
  store<f64>(sums, sumOfLanes(sumLow, sumHigh));
  store<f64>(sums, sumOfLanes(squaresLow, squaresHigh), 8);
  store<f64>(sums, sumOfLanes(magnitudesLow, magnitudesHigh), 16);
  v128.store(sums, smallest, 32);
  v128.store(sums, min, 48);
  v128.store(sums, max, 64);
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
