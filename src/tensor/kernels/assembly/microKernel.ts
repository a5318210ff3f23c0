// Products of packed operands, register by register: the innermost loops of everything dense.
//
// A sliver of 6 (or 4) rows `[depth][6]` times a panel `[depth][8]` keeps its 6 × 8 sums in 12 of the 16 vector
// registers. Unrolling `depth` by hand makes it slower: V8 then spills.
import { multiplyAdd } from './lanes';

/** Rows are cut into slivers of 6, the last few of 4; this is the number of sixes in a multiple of 4. */
@inline
export function sliversOfSix(rows: i32): i32 {
  const remainder = rows % 6;
  const fours = remainder == 0 ? 0 : remainder == 2 ? 2 : 1;
  return (rows - 4 * fours) / 6;
}

/**
 * c = max(floor, start + a·b) for `rows` packed rows and one panel of 8 columns. `start` is a row of 8 numbers
 * (stride 0: a bias, or zeros), or c itself to add to what stands there. Strides in bytes.
 */
@inline
export function multiplyPanel(
  rows: i32,
  depth: i32,
  a: usize,
  b: usize,
  start: usize,
  startStride: usize,
  c: usize,
  cStride: usize,
  floor: v128,
): void {
  const sixes = sliversOfSix(rows);
  for (let s = 0; s < sixes; s++) {
    multiply6x8(depth, a, b, start, startStride, c, cStride, floor);
    a += <usize>(depth * 24);
    start += 6 * startStride;
    c += 6 * cStride;
  }
  for (let r = sixes * 6; r < rows; r += 4) {
    multiply4x8(depth, a, b, start, startStride, c, cStride, floor);
    a += <usize>(depth * 16);
    start += 4 * startStride;
    c += 4 * cStride;
  }
}

/** Stores one row of sums, not below the floor; NaN stays. */
@inline
function storeRow(c: usize, left: v128, right: v128, floor: v128): void {
  v128.store(c, f32x4.pmax(left, floor));
  v128.store(c, f32x4.pmax(right, floor), 16);
}

/** c = max(floor, start + a·b), a `[depth][6]`. */
export function multiply6x8(
  depth: i32,
  a: usize,
  b: usize,
  start: usize,
  startStride: usize,
  c: usize,
  cStride: usize,
  floor: v128,
): void {
  let l0 = v128.load(start);
  let r0 = v128.load(start, 16);
  start += startStride;
  let l1 = v128.load(start);
  let r1 = v128.load(start, 16);
  start += startStride;
  let l2 = v128.load(start);
  let r2 = v128.load(start, 16);
  start += startStride;
  let l3 = v128.load(start);
  let r3 = v128.load(start, 16);
  start += startStride;
  let l4 = v128.load(start);
  let r4 = v128.load(start, 16);
  start += startStride;
  let l5 = v128.load(start);
  let r5 = v128.load(start, 16);
  for (; depth > 0; --depth) {
    const left = v128.load(b);
    const right = v128.load(b, 16);
    const a0 = v128.load32_splat(a);
    l0 = multiplyAdd(a0, left, l0);
    r0 = multiplyAdd(a0, right, r0);
    const a1 = v128.load32_splat(a, 4);
    l1 = multiplyAdd(a1, left, l1);
    r1 = multiplyAdd(a1, right, r1);
    const a2 = v128.load32_splat(a, 8);
    l2 = multiplyAdd(a2, left, l2);
    r2 = multiplyAdd(a2, right, r2);
    const a3 = v128.load32_splat(a, 12);
    l3 = multiplyAdd(a3, left, l3);
    r3 = multiplyAdd(a3, right, r3);
    const a4 = v128.load32_splat(a, 16);
    l4 = multiplyAdd(a4, left, l4);
    r4 = multiplyAdd(a4, right, r4);
    const a5 = v128.load32_splat(a, 20);
    l5 = multiplyAdd(a5, left, l5);
    r5 = multiplyAdd(a5, right, r5);
    a += 24;
    b += 32;
  }
  storeRow(c, l0, r0, floor);
  c += cStride;
  storeRow(c, l1, r1, floor);
  c += cStride;
  storeRow(c, l2, r2, floor);
  c += cStride;
  storeRow(c, l3, r3, floor);
  c += cStride;
  storeRow(c, l4, r4, floor);
  c += cStride;
  storeRow(c, l5, r5, floor);
}

/** c = max(floor, start + a·b), a `[depth][4]`. */
export function multiply4x8(
  depth: i32,
  a: usize,
  b: usize,
  start: usize,
  startStride: usize,
  c: usize,
  cStride: usize,
  floor: v128,
): void {
  let l0 = v128.load(start);
  let r0 = v128.load(start, 16);
  start += startStride;
  let l1 = v128.load(start);
  let r1 = v128.load(start, 16);
  start += startStride;
  let l2 = v128.load(start);
  let r2 = v128.load(start, 16);
  start += startStride;
  let l3 = v128.load(start);
  let r3 = v128.load(start, 16);
  for (; depth > 0; --depth) {
    const left = v128.load(b);
    const right = v128.load(b, 16);
    const a0 = v128.load32_splat(a);
    l0 = multiplyAdd(a0, left, l0);
    r0 = multiplyAdd(a0, right, r0);
    const a1 = v128.load32_splat(a, 4);
    l1 = multiplyAdd(a1, left, l1);
    r1 = multiplyAdd(a1, right, r1);
    const a2 = v128.load32_splat(a, 8);
    l2 = multiplyAdd(a2, left, l2);
    r2 = multiplyAdd(a2, right, r2);
    const a3 = v128.load32_splat(a, 12);
    l3 = multiplyAdd(a3, left, l3);
    r3 = multiplyAdd(a3, right, r3);
    a += 16;
    b += 32;
  }
  storeRow(c, l0, r0, floor);
  c += cStride;
  storeRow(c, l1, r1, floor);
  c += cStride;
  storeRow(c, l2, r2, floor);
  c += cStride;
  storeRow(c, l3, r3, floor);
}
