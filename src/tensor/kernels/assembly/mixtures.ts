// Products of rows that are mostly zero. Of a few rows at a time the numbers that are not zero are listed, each behind
// its place, 8 bytes together; then the sums of 32 columns stay in registers while a list is gone through, and the
// weights of those columns in L1 while the lists of all the rows are.
import { noFloor } from './dense';
import { multiplyAdd } from './lanes';
import { packedPanel, packedRows, packedRowsFloats, patches } from './workspace';

/** Rows whose lists are held at once. */
const mostRows: i32 = 16;

@inline
function rowsAtOnce(in8: i32): i32 {
  return max(1, min(mostRows, packedRowsFloats / (2 * in8)));
}

/** Where the list of a row begins, and where its end is kept. */
@inline
function listOf(row: i32, in8: i32): usize {
  return packedRows() + <usize>(row * in8) * 8;
}

@inline
function endOf(row: i32): usize {
  return packedPanel() + <usize>row * 4;
}

/** Lists the numbers of a row that are not 0; NaN is none of those. */
function listRow(x: usize, in8: i32, row: i32): void {
  let end = listOf(row, in8);
  for (let i = 0; i < in8; i += 64) {
    const stop = min(64, in8 - i);
    let mask: u64 = 0;
    for (let k = 0; k < stop; k += 8) {
      const at = x + <usize>((i + k) << 2);
      const left = i32x4.bitmask(f32x4.ne(v128.load(at), f32x4.splat(0)));
      const right = i32x4.bitmask(f32x4.ne(v128.load(at, 16), f32x4.splat(0)));
      mask |= (<u64>(left | (right << 4))) << (<u64>k);
    }
    for (; mask != 0; mask &= mask - 1) {
      const offset = (i + <i32>ctz(mask)) << 2;
      store<i32>(end, offset);
      store<f32>(end, load<f32>(x + <usize>offset), 4);
      end += 8;
    }
  }
  store<i32>(endOf(row), <i32>end);
}

/** max(0, own + other), to be listed; NaN stays. */
@inline
function mixRow(own: usize, other: usize, in8: i32): usize {
  const z = patches();
  for (let i: usize = 0; i < <usize>(in8 * 4); i += 16) {
    const sum = f32x4.add(v128.load(own + i), v128.load(other + i));
    v128.store(z + i, v128.andnot(sum, f32x4.lt(sum, f32x4.splat(0))));
  }
  return z;
}

export function sparseForward(
  x: usize,
  weight: usize,
  bias: usize,
  y: usize,
  rows: i32,
  in8: i32,
  out8: i32,
): void {
  const height = rowsAtOnce(in8);
  for (let r = 0; r < rows; r += height) {
    const h = min(height, rows - r);
    const from = y + <usize>(r * out8) * 4;
    for (let k = 0; k < h; k++) {
      listRow(x + <usize>((r + k) * in8) * 4, in8, k);
      memory.copy(from + <usize>(k * out8) * 4, bias, <usize>out8 * 4);
    }
    addListed(h, in8, weight, from, out8, noFloor());
  }
}

export function mixForward(
  own: usize,
  others: usize,
  weight: usize,
  y: usize,
  groups: i32,
  count: i32,
  in8: i32,
  out8: i32,
  relu: i32,
): void {
  const floor = relu != 0 ? f32x4.splat(0) : noFloor();
  const stride = <usize>(in8 + out8) * 4;
  const height = rowsAtOnce(in8);
  for (let g = 0; g < groups; g++, own += stride) {
    for (let r = 0; r < count; r += height) {
      const h = min(height, count - r);
      for (let k = 0; k < h; k++, others += stride) {
        listRow(mixRow(own, others, in8), in8, k);
        addRows(own + <usize>in8 * 4, others + <usize>in8 * 4, y + <usize>(k * out8) * 4, out8);
      }
      addListed(h, in8, weight, y, out8, floor);
      y += <usize>(h * out8) * 4;
    }
  }
}

@inline
function addRows(a: usize, b: usize, y: usize, n8: i32): void {
  for (let i: usize = 0; i < <usize>n8 * 4; i += 16) {
    v128.store(y + i, f32x4.add(v128.load(a + i), v128.load(b + i)));
  }
}

/** y = max(floor, y + listed·W) for the first `rows` lists. */
function addListed(rows: i32, in8: i32, weight: usize, y: usize, out8: i32, floor: v128): void {
  let j = 0;
  for (; j + 32 <= out8; j += 32) {
    const w = weight + <usize>j * 4;
    for (let k = 0; k < rows; k++) add32(k, in8, w, out8, y + <usize>(k * out8 + j) * 4, floor);
  }
  for (; j < out8; j += 8) {
    const w = weight + <usize>j * 4;
    for (let k = 0; k < rows; k++) add8(k, in8, w, out8, y + <usize>(k * out8 + j) * 4, floor);
  }
}

function add32(row: i32, in8: i32, weight: usize, out8: i32, y: usize, floor: v128): void {
  let s0 = v128.load(y);
  let s1 = v128.load(y, 16);
  let s2 = v128.load(y, 32);
  let s3 = v128.load(y, 48);
  let s4 = v128.load(y, 64);
  let s5 = v128.load(y, 80);
  let s6 = v128.load(y, 96);
  let s7 = v128.load(y, 112);
  const end = <usize>load<i32>(endOf(row));
  for (let p = listOf(row, in8); p < end; p += 8) {
    const w = weight + <usize>(load<i32>(p) * out8);
    const value = v128.load32_splat(p, 4);
    s0 = multiplyAdd(value, v128.load(w), s0);
    s1 = multiplyAdd(value, v128.load(w, 16), s1);
    s2 = multiplyAdd(value, v128.load(w, 32), s2);
    s3 = multiplyAdd(value, v128.load(w, 48), s3);
    s4 = multiplyAdd(value, v128.load(w, 64), s4);
    s5 = multiplyAdd(value, v128.load(w, 80), s5);
    s6 = multiplyAdd(value, v128.load(w, 96), s6);
    s7 = multiplyAdd(value, v128.load(w, 112), s7);
  }
  v128.store(y, f32x4.pmax(s0, floor));
  v128.store(y, f32x4.pmax(s1, floor), 16);
  v128.store(y, f32x4.pmax(s2, floor), 32);
  v128.store(y, f32x4.pmax(s3, floor), 48);
  v128.store(y, f32x4.pmax(s4, floor), 64);
  v128.store(y, f32x4.pmax(s5, floor), 80);
  v128.store(y, f32x4.pmax(s6, floor), 96);
  v128.store(y, f32x4.pmax(s7, floor), 112);
}

function add8(row: i32, in8: i32, weight: usize, out8: i32, y: usize, floor: v128): void {
  let left = v128.load(y);
  let right = v128.load(y, 16);
  const end = <usize>load<i32>(endOf(row));
  for (let p = listOf(row, in8); p < end; p += 8) {
    const w = weight + <usize>(load<i32>(p) * out8);
    const value = v128.load32_splat(p, 4);
    left = multiplyAdd(value, v128.load(w), left);
    right = multiplyAdd(value, v128.load(w, 16), right);
  }
  v128.store(y, f32x4.pmax(left, floor));
  v128.store(y, f32x4.pmax(right, floor), 16);
}

export function averageGroups(x: usize, shares: usize, out: usize, groups: i32, count: i32, n8: i32): void {
  const stride = <usize>n8 * 4;
  for (let g = 0; g < groups; g++, out += stride) {
    for (let j: usize = 0; j < stride; j += 16) {
      let low = f64x2.splat(0);
      let high = f64x2.splat(0);
      let from = x + j;
      for (let i = 0; i < count; i++, from += stride) {
        const share = f64x2.splat(load<f32>(shares + <usize>i * 4));
        const four = v128.load(from);
        low = f64x2.add(low, f64x2.mul(share, f64x2.promote_low_f32x4(four)));
        high = f64x2.add(high, f64x2.mul(share, f64x2.promote_low_f32x4(v128.shuffle<i32>(four, four, 2, 3, 0, 1))));
      }
      v128.store(out + j, v128.shuffle<i32>(f32x4.demote_f64x2_zero(low), f32x4.demote_f64x2_zero(high), 0, 1, 4, 5));
    }
    x += <usize>count * stride;
  }
}
