// What is measured while training: moments, counts, histograms.
import { lanesBelow, squareOf, sumOfLanes } from './lanes';

/** Sums in f32 are gathered in f64 after about this many numbers. */
const block = 1024;

/** Σ (x − shift), or of its squares, over rows × n in f32: fast, but a square may leave the range of f32. */
@inline
function sumOf(x: usize, rows: i32, n: i32, ld: i32, shift: f32, squared: bool): f64 {
  const shifts = f32x4.splat(shift);
  let total: f64 = 0;
  let even = f32x4.splat(0);
  let odd = even;
  let gathered = 0;
  for (let r = 0; r < rows; r++, x += <usize>(ld * 4)) {
    let j = 0;
    for (let p = x; j + 8 <= n; j += 8, p += 32) {
      even = addTo(even, f32x4.sub(v128.load(p), shifts), squared);
      odd = addTo(odd, f32x4.sub(v128.load(p, 16), shifts), squared);
    }
    for (; j < n; j += 4) {
      const d = f32x4.sub(v128.load(x + <usize>(j * 4)), shifts);
      even = addTo(even, v128.and(d, lanesBelow(n, j)), squared);
    }
    gathered += n;
    if (gathered < block) continue;
    total += <f64>sumOfLanes(f32x4.add(even, odd));
    even = f32x4.splat(0);
    odd = even;
    gathered = 0;
  }
  return total + <f64>sumOfLanes(f32x4.add(even, odd));
}

@inline
function addTo(sum: v128, d: v128, squared: bool): v128 {
  return f32x4.add(sum, squared ? squareOf(d) : d);
}

/** The same number by number in f64, where no square of an f32 is lost. */
function sumOfWide(x: usize, rows: i32, n: i32, ld: i32, shift: f64, squared: bool): f64 {
  let sum: f64 = 0;
  for (let r = 0; r < rows; r++, x += <usize>(ld * 4)) {
    for (let j = 0; j < n; j++) {
      const d = <f64>load<f32>(x + (<usize>j << 2)) - shift;
      sum += squared ? d * d : d;
    }
  }
  return sum;
}

export function moments(x: usize, out: usize, rows: i32, n: i32, ld: i32): void {
  const count = <f64>rows * <f64>n;
  // Deviations from the first number lose nothing where values lie far from 0.
  const first = load<f32>(x);
  let sum = sumOf(x, rows, n, ld, first, false);
  if (!(abs(sum) < 1e35)) sum = sumOfWide(x, rows, n, ld, first, false);
  const mean = <f64>first + sum / count;
  let squares = sumOf(x, rows, n, ld, <f32>mean, true);
  if (!(squares > 1e-20 && squares < 1e35)) squares = sumOfWide(x, rows, n, ld, mean, true);
  store<f32>(out, <f32>mean);
  store<f32>(out, <f32>sqrt<f64>(squares / count), 4);
}

// Modes of countUnits.
const active = 0;
const saturatedTanh = 1;
const saturatedSigmoid = 2;

@inline
function isCounted(mode: i32, x: v128): v128 {
  if (mode == active) return f32x4.gt(x, f32x4.splat(0));
  if (mode == saturatedTanh) return f32x4.gt(f32x4.abs(x), f32x4.splat(0.97));
  return v128.or(f32x4.lt(x, f32x4.splat(0.015)), f32x4.gt(x, f32x4.splat(0.985)));
}

@inline
function countOf(mode: i32, x: usize, counts: usize, rows: i32, n: i32, ld: i32): void {
  for (let r = 0; r < rows; r++, x += <usize>(ld * 4)) {
    for (let j = 0; j < n; j += 4) {
      const o = <usize>(j * 4);
      const counted = v128.and(isCounted(mode, v128.load(x + o)), lanesBelow(n, j));
      v128.store(counts + o, i32x4.sub(v128.load(counts + o), counted));
    }
  }
}

export function countUnits(x: usize, counts: usize, rows: i32, n: i32, ld: i32, mode: i32): void {
  switch (mode) {
    case active: return countOf(active, x, counts, rows, n, ld);
    case saturatedTanh: return countOf(saturatedTanh, x, counts, rows, n, ld);
    case saturatedSigmoid: return countOf(saturatedSigmoid, x, counts, rows, n, ld);
    default: unreachable();
  }
}

export function histogram(x: usize, counts: usize, count: i32, minimum: f64, maximum: f64, bins: i32): void {
  const scale = maximum > minimum ? <f64>bins / (maximum - minimum) : 0;
  for (const end = x + <usize>count * 4; x < end; x += 4) {
    const value = <f64>load<f32>(x);
    if (!(value >= minimum && value <= maximum)) continue;
    const bin = counts + (<usize>min(bins - 1, <i32>((value - minimum) * scale)) << 2);
    store<i32>(bin, load<i32>(bin) + 1);
  }
}
