// Copies of operands in the order in which the micro-kernels read them. Strides and addresses in bytes; the
// number of rows is a multiple of 4, the depth a multiple of 4.
import { sliversOfSix } from './microKernel';

/** Rows that lie one after the other, to slivers `[depth][6]` and `[depth][4]`: transposed four columns at a time. */
export function packRows(source: usize, stride: usize, rows: i32, depth: i32, to: usize): void {
  const sixes = sliversOfSix(rows);
  for (let s = 0; s < sixes; s++) {
    packSixRows(source, stride, depth, to);
    source += 6 * stride;
    to += <usize>(depth * 24);
  }
  for (let r = sixes * 6; r < rows; r += 4) {
    packFourRows(source, stride, depth, to);
    source += 4 * stride;
    to += <usize>(depth * 16);
  }
}

@inline
function packSixRows(p0: usize, stride: usize, depth: i32, to: usize): void {
  const p1 = p0 + stride;
  const p2 = p1 + stride;
  const p3 = p2 + stride;
  const p4 = p3 + stride;
  const p5 = p4 + stride;
  for (let k: usize = 0, end = <usize>(depth * 4); k < end; k += 16) {
    const r0 = v128.load(p0 + k);
    const r1 = v128.load(p1 + k);
    const r2 = v128.load(p2 + k);
    const r3 = v128.load(p3 + k);
    const r4 = v128.load(p4 + k);
    const r5 = v128.load(p5 + k);
    const low01 = v128.shuffle<i32>(r0, r1, 0, 4, 1, 5);
    const high01 = v128.shuffle<i32>(r0, r1, 2, 6, 3, 7);
    const low23 = v128.shuffle<i32>(r2, r3, 0, 4, 1, 5);
    const high23 = v128.shuffle<i32>(r2, r3, 2, 6, 3, 7);
    const low45 = v128.shuffle<i32>(r4, r5, 0, 4, 1, 5);
    const high45 = v128.shuffle<i32>(r4, r5, 2, 6, 3, 7);
    v128.store(to, v128.shuffle<i64>(low01, low23, 0, 2));
    v128.store64_lane(to, low45, 0, 16);
    v128.store(to, v128.shuffle<i64>(low01, low23, 1, 3), 24);
    v128.store64_lane(to, low45, 1, 40);
    v128.store(to, v128.shuffle<i64>(high01, high23, 0, 2), 48);
    v128.store64_lane(to, high45, 0, 64);
    v128.store(to, v128.shuffle<i64>(high01, high23, 1, 3), 72);
    v128.store64_lane(to, high45, 1, 88);
    to += 96;
  }
}

@inline
function packFourRows(p0: usize, stride: usize, depth: i32, to: usize): void {
  const end = p0 + <usize>(depth * 4);
  for (; p0 < end; p0 += 16) {
    transpose4x4(p0, stride, to, 16);
    to += 64;
  }
}

/** A 4 × 4 block, transposed. */
@inline
export function transpose4x4(source: usize, sourceStride: usize, to: usize, toStride: usize): void {
  const r0 = v128.load(source);
  source += sourceStride;
  const r1 = v128.load(source);
  source += sourceStride;
  const r2 = v128.load(source);
  source += sourceStride;
  const r3 = v128.load(source);
  const low01 = v128.shuffle<i32>(r0, r1, 0, 4, 1, 5);
  const high01 = v128.shuffle<i32>(r0, r1, 2, 6, 3, 7);
  const low23 = v128.shuffle<i32>(r2, r3, 0, 4, 1, 5);
  const high23 = v128.shuffle<i32>(r2, r3, 2, 6, 3, 7);
  v128.store(to, v128.shuffle<i64>(low01, low23, 0, 2));
  to += toStride;
  v128.store(to, v128.shuffle<i64>(low01, low23, 1, 3));
  to += toStride;
  v128.store(to, v128.shuffle<i64>(high01, high23, 0, 2));
  to += toStride;
  v128.store(to, v128.shuffle<i64>(high01, high23, 1, 3));
}

/** The transposed operand: its row i is column i of the source, so slivers are copied as they lie. */
export function packColumns(source: usize, stride: usize, rows: i32, depth: i32, to: usize): void {
  const sixes = sliversOfSix(rows);
  for (let s = 0; s < sixes; s++) {
    let p = source;
    for (let k = 0; k < depth; k++) {
      v128.store(to, v128.load(p));
      store<u64>(to, load<u64>(p, 16), 16);
      to += 24;
      p += stride;
    }
    source += 24;
  }
  for (let r = sixes * 6; r < rows; r += 4) {
    let p = source;
    for (let k = 0; k < depth; k++) {
      v128.store(to, v128.load(p));
      to += 16;
      p += stride;
    }
    source += 16;
  }
}

/** Eight columns of a row-major matrix to a panel `[depth][8]`. */
export function packPanel(source: usize, stride: usize, depth: i32, to: usize): void {
  for (let k = 0; k < depth; k++) {
    v128.store(to, v128.load(source));
    v128.store(to, v128.load(source, 16), 16);
    source += stride;
    to += 32;
  }
}

/**
 * Eight inputs of the weight panels `[out8/8][in8][8]`, to a panel `[depth outputs][8 inputs]`: transposed.
 * `stride` is that of a weight panel, `depth` a multiple of 8.
 */
export function packTransposedPanel(source: usize, stride: usize, depth: i32, to: usize): void {
  for (let k = 0; k < depth; k += 8) {
    transpose4x4(source, 32, to, 32);
    transpose4x4(source + 16, 32, to + 128, 32);
    transpose4x4(source + 128, 32, to + 16, 32);
    transpose4x4(source + 144, 32, to + 144, 32);
    source += stride;
    to += 256;
  }
}
