import { high, low, sumOfLanes } from './block';

// Sums and squares of a row and of its columns, in f64, over the finite values.

/** Columns that a call takes at most. */
export const mostColumns: i32 = 2048;
/** f64: Σx and Σx² of the row that was looked at last. */
export const ofRow: usize = memory.data(16, 64);
/** f64, a number a column. */
export const columnSums: usize = memory.data(16384, 64);
export const columnSquares: usize = memory.data(16384, 64);

@inline
function addTo(place: usize, v: v128): void {
  v128.store(place, f64x2.add(v128.load(place), v));
}

/** Adds a row of `count` values, a multiple of 4, to its columns. */
export function addRow(from: usize, count: i32): void {
  const end = <usize>count << 2;
  const zero = f32x4.splat(0);
  let sumLow = f64x2.splat(0);
  let sumHigh = f64x2.splat(0);
  let squaresLow = f64x2.splat(0);
  let squaresHigh = f64x2.splat(0);
  for (let at: usize = 0; at < end; at += 16) {
    const all = v128.load(from + at);
    // What is not finite is no number less itself, and counts as 0.
    const v = v128.and(all, f32x4.eq(f32x4.sub(all, all), zero));
    const a = low(v);
    const b = high(v);
    const aa = f64x2.mul(a, a);
    const bb = f64x2.mul(b, b);
    sumLow = f64x2.add(sumLow, a);
    sumHigh = f64x2.add(sumHigh, b);
    squaresLow = f64x2.add(squaresLow, aa);
    squaresHigh = f64x2.add(squaresHigh, bb);
    const to = at << 1;
    addTo(columnSums + to, a);
    addTo(columnSums + to + 16, b);
    addTo(columnSquares + to, aa);
    addTo(columnSquares + to + 16, bb);
  }
  store<f64>(ofRow, sumOfLanes(sumLow, sumHigh));
  store<f64>(ofRow, sumOfLanes(squaresLow, squaresHigh), 8);
}
