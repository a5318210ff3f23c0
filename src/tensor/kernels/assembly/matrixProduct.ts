// Products of small matrices that lie anywhere, as attention has one for each head. Strides in bytes; rows, depth
// and columns are multiples of 8. What is causal is 0 behind the diagonal of the square operand or result, and
// skipped there in slivers of six rows.
import { multiply4x8, multiply6x8, multiplyPanel, sliversOfSix } from './microKernel';
import { packColumns, packPanel, packRows, transpose4x4 } from './packing';
import { blockDepth, blockRows, packedPanel, packedRows, zeros } from './workspace';

/** c = a·bᵀ; of a causal one what lies behind the diagonal may be left as it is. */
@inline
export function multiplyTransposed(
  a: usize,
  aStride: usize,
  b: usize,
  bStride: usize,
  c: usize,
  cStride: usize,
  rows: i32,
  depth: i32,
  columns: i32,
  causal: i32,
): void {
  for (let k = 0; k < depth; k += blockDepth) {
    const d = min(blockDepth, depth - k);
    const height = blockRows(rows, d);
    for (let r = 0; r < rows; r += height) {
      const h = min(height, rows - r);
      packRows(a + <usize>r * aStride + <usize>(k * 4), aStride, h, d, packedRows());
      for (let j = 0; j < columns; j += 8) {
        // The first sliver that reaches down to column j's diagonal.
        const skipped = causal != 0 ? min(max(j - r, 0) / 6, sliversOfSix(h)) * 6 : 0;
        if (skipped == h) continue;
        packRowsAsPanel(b + <usize>j * bStride + <usize>(k * 4), bStride, d, packedPanel());
        const to = c + <usize>(r + skipped) * cStride + <usize>(j * 4);
        const start = k > 0 ? to : zeros();
        const packed = packedRows() + <usize>(skipped * d * 4);
        multiplyPanel(h - skipped, d, packed, packedPanel(), start, k > 0 ? cStride : 0, to, cStride, noFloor());
      }
    }
  }
}

/** c = a·b; of a causal one a is square, and 0 behind its diagonal. */
@inline
export function multiplyMatrices(
  a: usize,
  aStride: usize,
  b: usize,
  bStride: usize,
  c: usize,
  cStride: usize,
  rows: i32,
  depth: i32,
  columns: i32,
  causal: i32,
): void {
  for (let k = 0; k < depth; k += blockDepth) {
    const d = min(blockDepth, depth - k);
    const height = blockRows(rows, d);
    // Rows above the block see nothing of it; the first block still has to write them.
    for (let r = causal != 0 && k > 0 ? k : 0; r < rows; r += height) {
      const h = min(height, rows - r);
      packRows(a + <usize>r * aStride + <usize>(k * 4), aStride, h, d, packedRows());
      for (let j = 0; j < columns; j += 8) {
        packPanel(b + <usize>k * bStride + <usize>(j * 4), bStride, d, packedPanel());
        const to = c + <usize>r * cStride + <usize>(j * 4);
        if (causal != 0) multiplyTriangle(h, d, r - k, false, to, cStride, k > 0);
        else multiplyWhole(h, d, to, cStride, k > 0);
      }
    }
  }
}

/** c = c + a·b, or c = a·b, of the packed rows and the packed panel. */
@inline
function multiplyWhole(rows: i32, depth: i32, c: usize, cStride: usize, adding: bool): void {
  multiplyPanel(rows, depth, packedRows(), packedPanel(), adding ? c : zeros(), adding ? cStride : 0, c, cStride, noFloor());
}

/**
 * The same of a part of a square triangle: number k of row r, counted from row `first`, is 0 where k > first + r, and
 * where it is turned round where k < first + r. What is 0 there for all rows of a sliver is skipped.
 */
function multiplyTriangle(
  rows: i32,
  depth: i32,
  first: i32,
  isTurned: bool,
  c: usize,
  cStride: usize,
  adding: bool,
): void {
  const sixes = sliversOfSix(rows) * 6;
  const startStride = adding ? cStride : 0;
  let start = adding ? c : zeros();
  let a = packedRows();
  for (let r = 0; r < rows; ) {
    const height = r < sixes ? 6 : 4;
    const diagonal = first + r;
    const from = isTurned ? min(max(diagonal, 0), depth) : 0;
    const to = isTurned ? depth : min(max(diagonal + height, 0), depth);
    const own = a + <usize>(from * height * 4);
    const panel = packedPanel() + <usize>(from * 32);
    if (height == 6) multiply6x8(to - from, own, panel, start, startStride, c, cStride, noFloor());
    else multiply4x8(to - from, own, panel, start, startStride, c, cStride, noFloor());
    a += <usize>(depth * height * 4);
    start += <usize>height * startStride;
    c += <usize>height * cStride;
    r += height;
  }
}

/** c = aᵀ·b, a `[depth][rows]`; of a causal one a is square, and 0 behind its diagonal. */
@inline
export function multiplyByColumns(
  a: usize,
  aStride: usize,
  b: usize,
  bStride: usize,
  c: usize,
  cStride: usize,
  rows: i32,
  depth: i32,
  columns: i32,
  causal: i32,
): void {
  for (let k = 0; k < depth; k += blockDepth) {
    const d = min(blockDepth, depth - k);
    const height = blockRows(rows, d);
    for (let r = 0; r < rows; r += height) {
      const h = min(height, rows - r);
      packColumns(a + <usize>k * aStride + <usize>(r * 4), aStride, h, d, packedRows());
      for (let j = 0; j < columns; j += 8) {
        packPanel(b + <usize>k * bStride + <usize>(j * 4), bStride, d, packedPanel());
        const to = c + <usize>r * cStride + <usize>(j * 4);
        if (causal != 0) multiplyTriangle(h, d, r - k, true, to, cStride, k > 0);
        else multiplyWhole(h, d, to, cStride, k > 0);
      }
    }
  }
}

@inline
function noFloor(): v128 {
  return f32x4.splat(-Infinity);
}

/** Eight rows to a panel `[depth][8]`: transposed. */
@inline
function packRowsAsPanel(source: usize, stride: usize, depth: i32, to: usize): void {
  const lower = source + 4 * stride;
  for (let k = 0; k < depth; k += 4) {
    const o = <usize>(k * 4);
    transpose4x4(source + o, stride, to, 32);
    transpose4x4(lower + o, stride, to + 16, 32);
    to += 128;
  }
}
