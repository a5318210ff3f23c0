// Gradients as a whole: penalties, norms, clipping.
import { signOf, squareOf, sumOfLanes } from './lanes';
import { addressOf } from './workspace';

/** Sums in f32 are gathered in f64 after this many numbers. */
const block = 1024;

export function addPenalty(
  weight: usize,
  gradient: usize,
  penalty: usize,
  count: i32,
  l1: f64,
  l2: f64,
): void {
  const slope1 = f32x4.splat(<f32>l1);
  const slope2 = f32x4.splat(<f32>(2 * l2));
  let absolute: f64 = 0;
  let squared: f64 = 0;
  for (let i = 0; i < count; i += block) {
    let absolutes = f32x4.splat(0);
    let squares = f32x4.splat(0);
    for (let end = weight + <usize>min(block, count - i) * 4; weight < end; weight += 16) {
      const w = v128.load(weight);
      absolutes = f32x4.add(absolutes, f32x4.abs(w));
      squares = f32x4.add(squares, squareOf(w));
      if (gradient == 0) continue;
      const slope = f32x4.add(f32x4.mul(slope1, signOf(w)), f32x4.mul(slope2, w));
      v128.store(gradient, f32x4.add(v128.load(gradient), slope));
      gradient += 16;
    }
    absolute += sumOfLanes(absolutes);
    squared += sumOfLanes(squares);
  }
  if (penalty != 0) store<f32>(penalty, <f32>(load<f32>(penalty) + l1 * absolute + l2 * squared));
}

/** Four numbers of x, or of x − y where there is a y. */
@inline
function differenceAt(x: usize, y: usize, o: usize): v128 {
  return y == 0 ? v128.load(x + o) : f32x4.sub(v128.load(x + o), v128.load(y + o));
}

/** The last one to three numbers of a segment. */
@inline
function sumOfSquaresOfRest(x: usize, y: usize, from: usize, to: usize): f64 {
  let sum: f64 = 0;
  for (; from < to; from += 4) {
    const d = load<f32>(x + from) - (y == 0 ? 0 : load<f32>(y + from));
    sum += <f64>d * <f64>d;
  }
  return sum;
}

/** Σ (x − y)² over a block in f32: fast, but a square may leave the range of f32. */
@inline
function sumOfSquares(x: usize, y: usize, count: i32): f64 {
  let even = f32x4.splat(0);
  let odd = f32x4.splat(0);
  let o: usize = 0;
  for (const end = <usize>(count & ~7) * 4; o < end; o += 32) {
    const d0 = differenceAt(x, y, o);
    const d1 = differenceAt(x, y, o + 16);
    even = f32x4.add(even, squareOf(d0));
    odd = f32x4.add(odd, squareOf(d1));
  }
  if ((count & 4) != 0) {
    const d = differenceAt(x, y, o);
    even = f32x4.add(even, squareOf(d));
    o += 16;
  }
  return <f64>sumOfLanes(f32x4.add(even, odd)) + sumOfSquaresOfRest(x, y, o, <usize>count * 4);
}

/** The same in f64, where no square of an f32 is lost. */
function sumOfSquaresWide(x: usize, y: usize, count: i32): f64 {
  let low = f64x2.splat(0);
  let high = f64x2.splat(0);
  let o: usize = 0;
  for (const end = <usize>(count & ~3) * 4; o < end; o += 16) {
    const d = differenceAt(x, y, o);
    const a = f64x2.promote_low_f32x4(d);
    const b = f64x2.promote_low_f32x4(v128.shuffle<i64>(d, d, 1, 1));
    low = f64x2.add(low, f64x2.mul(a, a));
    high = f64x2.add(high, f64x2.mul(b, b));
  }
  const sum = f64x2.add(low, high);
  const lanes = f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
  return lanes + sumOfSquaresOfRest(x, y, o, <usize>count * 4);
}

/** A sum of squares as found in f32, or found once more in f64 where f32 did not hold it. */
@inline
export function sumOfSquaresOr(sum: f64, x: usize, count: i32): f64 {
  return sum > 1e-20 && sum < 1e35 ? sum : sumOfSquaresWide(x, 0, count);
}

/** Σ (x − y)² of any length: block by block in f32, and once more in f64 where f32 did not hold it. */
function sumOfSquaresSafe(x: usize, y: usize, count: i32): f64 {
  let total: f64 = 0;
  for (let i = 0; i < count; i += block) {
    const length = min(block, count - i);
    let sum = sumOfSquares(x, y, length);
    if (!(sum > 1e-25 && sum < 1e35)) sum = sumOfSquaresWide(x, y, length);
    total += sum;
    x += <usize>length * 4;
    if (y != 0) y += <usize>length * 4;
  }
  return total;
}

@inline
function writeNorms(segments: usize, count: i32, distance: i32, norms: usize): void {
  let total: f64 = 0;
  for (let s = 0; s < count; s++, segments += 8, norms += 4) {
    const x = addressOf(load<i32>(segments));
    const y: usize = distance == 0 ? 0 : x + (<usize>distance << 2);
    const sum = sumOfSquaresSafe(x, y, load<i32>(segments, 4));
    store<f32>(norms, <f32>sqrt<f64>(sum));
    total += sum;
  }
  store<f32>(norms, <f32>sqrt<f64>(total));
}

export function segmentNorms(segments: usize, count: i32, norms: usize): void {
  writeNorms(segments, count, 0, norms);
}

export function segmentDifferenceNorms(segments: usize, count: i32, distance: i32, norms: usize): void {
  writeNorms(segments, count, distance, norms);
}

export function combineNorms(norms: usize, owners: usize, pieces: i32, out: usize, count: i32): void {
  let total: f64 = 0;
  let piece = 0;
  for (let i = 0; i < count; i++) {
    let squares: f64 = 0;
    for (; piece < pieces && load<i32>(owners + (<usize>piece << 2)) <= i; piece++) {
      if (load<i32>(owners + (<usize>piece << 2)) < 0) continue;
      const norm = <f64>load<f32>(norms + (<usize>piece << 2));
      squares += norm * norm;
    }
    store<f32>(out + (<usize>i << 2), <f32>sqrt<f64>(squares));
    total += squares;
  }
  store<f32>(out + (<usize>count << 2), <f32>sqrt<f64>(total));
}

export function accumulate(values: usize, sums: usize, count: i32): void {
  for (let i = 0; i <= count; i++, values += 4, sums += 4) store<f32>(sums, load<f32>(sums) + load<f32>(values));
}

export function clipByNorm(gradient: usize, count: i32, norm: usize, maxNorm: f64): void {
  const coefficient = min<f64>(1, maxNorm / (load<f32>(norm) + 1e-6));
  if (coefficient == 1) return;
  const scale = f32x4.splat(<f32>coefficient);
  for (const end = gradient + <usize>count * 4; gradient < end; gradient += 16) {
    v128.store(gradient, f32x4.mul(scale, v128.load(gradient)));
  }
}

export function clipByValue(gradient: usize, count: i32, limit: f64): void {
  const high = f32x4.splat(<f32>limit);
  const low = f32x4.splat(<f32>-limit);
  for (const end = gradient + <usize>count * 4; gradient < end; gradient += 16) {
    v128.store(gradient, f32x4.min(high, f32x4.max(low, v128.load(gradient))));
  }
}
