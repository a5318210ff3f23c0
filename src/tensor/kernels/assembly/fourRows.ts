// Four rows at a time: what is found of each row is a lane of one vector, and no row's chain of operations waits for
// another's. Strides in bytes.
import { exp } from './elementary';
import { flushSmall, lanesBelow } from './lanes';

/** Numbers from four places. */
@inline
export function loadFour(a: usize, b: usize, c: usize, d: usize): v128 {
  const low = v128.load32_lane(b, v128.load32_zero(a), 1);
  return v128.load32_lane(d, v128.load32_lane(c, low, 2), 3);
}

/** The number of each row in the column at x. */
@inline
export function columnOfFourRows(x: usize, stride: usize): v128 {
  return loadFour(x, x + stride, x + 2 * stride, x + 3 * stride);
}

/** The columns of four vectors as vectors, added up. */
@inline
function sumsOfLanes(a: v128, b: v128, c: v128, d: v128): v128 {
  const evenAb = f32x4.add(v128.shuffle<i32>(a, b, 0, 4, 1, 5), v128.shuffle<i32>(a, b, 2, 6, 3, 7));
  const evenCd = f32x4.add(v128.shuffle<i32>(c, d, 0, 4, 1, 5), v128.shuffle<i32>(c, d, 2, 6, 3, 7));
  return f32x4.add(v128.shuffle<i64>(evenAb, evenCd, 0, 2), v128.shuffle<i64>(evenAb, evenCd, 1, 3));
}

/** The largest lane of each of four vectors. A NaN may be passed over: its exponential will show it. */
@inline
function largestLanes(a: v128, b: v128, c: v128, d: v128): v128 {
  const ab = f32x4.pmax(v128.shuffle<i32>(a, b, 0, 4, 1, 5), v128.shuffle<i32>(a, b, 2, 6, 3, 7));
  const cd = f32x4.pmax(v128.shuffle<i32>(c, d, 0, 4, 1, 5), v128.shuffle<i32>(c, d, 2, 6, 3, 7));
  return f32x4.pmax(v128.shuffle<i64>(ab, cd, 0, 2), v128.shuffle<i64>(ab, cd, 1, 3));
}

@inline
function splatLane(v: v128, lane: u8): v128 {
  if (lane == 0) return v128.shuffle<i32>(v, v, 0, 0, 0, 0);
  if (lane == 1) return v128.shuffle<i32>(v, v, 1, 1, 1, 1);
  if (lane == 2) return v128.shuffle<i32>(v, v, 2, 2, 2, 2);
  return v128.shuffle<i32>(v, v, 3, 3, 3, 3);
}

/** The largest of the first n numbers of each row. */
@inline
export function maxOfFourRows(x: usize, stride: usize, n: i32): v128 {
  const lowest = f32x4.splat(-Infinity);
  let m0 = lowest;
  let m1 = lowest;
  let m2 = lowest;
  let m3 = lowest;
  for (let j = 0; j < n; j += 4, x += 16) {
    const inside = lanesBelow(n, j);
    m0 = f32x4.pmax(m0, v128.bitselect(v128.load(x), lowest, inside));
    m1 = f32x4.pmax(m1, v128.bitselect(v128.load(x + stride), lowest, inside));
    m2 = f32x4.pmax(m2, v128.bitselect(v128.load(x + 2 * stride), lowest, inside));
    m3 = f32x4.pmax(m3, v128.bitselect(v128.load(x + 3 * stride), lowest, inside));
  }
  return largestLanes(m0, m1, m2, m3);
}

/** y = e^(x − the row's shift) over n columns and 0 in the padding (y 0: not wanted); returns each row's sum. */
@inline
export function exponentialsOfFourRows(x: usize, y: usize, stride: usize, n: i32, shifts: v128): v128 {
  const shift0 = splatLane(shifts, 0);
  const shift1 = splatLane(shifts, 1);
  const shift2 = splatLane(shifts, 2);
  const shift3 = splatLane(shifts, 3);
  let s0 = f32x4.splat(0);
  let s1 = s0;
  let s2 = s0;
  let s3 = s0;
  let o: usize = 0;
  for (let j = 0; j < n; j += 4, o += 16) {
    const inside = lanesBelow(n, j);
    const e0 = v128.and(exp(f32x4.sub(v128.load(x + o), shift0)), inside);
    const e1 = v128.and(exp(f32x4.sub(v128.load(x + stride + o), shift1)), inside);
    const e2 = v128.and(exp(f32x4.sub(v128.load(x + 2 * stride + o), shift2)), inside);
    const e3 = v128.and(exp(f32x4.sub(v128.load(x + 3 * stride + o), shift3)), inside);
    if (y != 0) storeFour(y + o, stride, e0, e1, e2, e3);
    s0 = f32x4.add(s0, e0);
    s1 = f32x4.add(s1, e1);
    s2 = f32x4.add(s2, e2);
    s3 = f32x4.add(s3, e3);
  }
  const zero = f32x4.splat(0);
  if (y != 0) for (; o < stride; o += 16) storeFour(y + o, stride, zero, zero, zero, zero);
  return sumsOfLanes(s0, s1, s2, s3);
}

@inline
function storeFour(place: usize, stride: usize, a: v128, b: v128, c: v128, d: v128): void {
  v128.store(place, a);
  v128.store(place + stride, b);
  v128.store(place + 2 * stride, c);
  v128.store(place + 3 * stride, d);
}

/** x ·= the row's scale over n columns; 0 in the padding, whatever the scale. */
@inline
export function scaleFourRows(x: usize, stride: usize, n: i32, scales: v128): void {
  const scale0 = splatLane(scales, 0);
  const scale1 = splatLane(scales, 1);
  const scale2 = splatLane(scales, 2);
  const scale3 = splatLane(scales, 3);
  for (let j = 0; j < n; j += 4, x += 16) {
    const inside = lanesBelow(n, j);
    scaleVector(x, scale0, inside);
    scaleVector(x + stride, scale1, inside);
    scaleVector(x + 2 * stride, scale2, inside);
    scaleVector(x + 3 * stride, scale3, inside);
  }
}

@inline
function scaleVector(place: usize, scale: v128, inside: v128): void {
  v128.store(place, v128.and(flushSmall(f32x4.mul(scale, v128.load(place))), inside));
}
