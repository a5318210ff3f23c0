// What is measured while training: moments, counts, histograms.
import { lanesBelow } from './lanes';

/** Σ (x − shift), or its squares, over rows × n in f64. */
@inline
function sumOf(x: usize, rows: i32, n: i32, ld: i32, shift: f64, squared: bool): f64 {
  const shifts = f64x2.splat(shift);
  let low = f64x2.splat(0);
  let high = f64x2.splat(0);
  for (let r = 0; r < rows; r++, x += <usize>(ld * 4)) {
    for (let j = 0; j < n; j += 4) {
      const v = v128.load(x + <usize>(j * 4));
      const below = lanesBelow(n, j);
      let a = f64x2.sub(f64x2.promote_low_f32x4(v), shifts);
      let b = f64x2.sub(f64x2.promote_low_f32x4(v128.shuffle<i64>(v, v, 1, 1)), shifts);
      if (squared) {
        a = f64x2.mul(a, a);
        b = f64x2.mul(b, b);
      }
      low = f64x2.add(low, v128.and(a, v128.shuffle<i32>(below, below, 0, 0, 1, 1)));
      high = f64x2.add(high, v128.and(b, v128.shuffle<i32>(below, below, 2, 2, 3, 3)));
    }
  }
  const sum = f64x2.add(low, high);
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
}

export function moments(x: usize, out: usize, rows: i32, n: i32, ld: i32): void {
  const count = <f64>rows * <f64>n;
  const mean = sumOf(x, rows, n, ld, 0, false) / count;
  store<f32>(out, <f32>mean);
  store<f32>(out, <f32>sqrt<f64>(sumOf(x, rows, n, ld, mean, true) / count), 4);
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
