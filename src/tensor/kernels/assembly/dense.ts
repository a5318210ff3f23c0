// The three products of a dense layer, blocked as by K. Goto and R. van de Geijn (2008): rows in L2, a panel of 8
// columns in L1, sums in registers. Rows are read where they lie, columns packed unless they are few.
import { flushSmall } from './lanes';
import { multiplyPanel } from './microKernel';
import { packColumns, packPanel, packTransposedPanel } from './packing';
import { flushed, masked, multiplyInPlace, plainly, rectified } from './productsInPlace';
import { blockRows, evenShare, packedPanel, packedRows, shareOfDepth, zeros } from './workspace';

/** Bytes of a matrix that stays in L1, whatever passes by: its columns are read where they lie. */
const smallMatrix: usize = 32768;
/** Of rows of up to so many bytes, no more are taken at once than that. */
const shortRow: usize = 512;

@inline
export function noFloor(): v128 {
  return f32x4.splat(-Infinity);
}

export function denseForward(
  x: usize,
  weight: usize,
  bias: usize,
  y: usize,
  rows: i32,
  columns: i32,
  in8: i32,
  out8: i32,
  relu: i32,
): void {
  multiplyDense(x, weight, bias, y, rows, columns, in8, out8, relu, false);
}

/** y = y + x·Wᵀ */
export function addDense(x: usize, weight: usize, y: usize, rows: i32, in8: i32, out8: i32): void {
  multiplyDense(x, weight, 0, y, rows, out8, in8, out8, 0, true);
}

/** y = x·Wᵀ + bias, or + what stood in y: a share of the depth at once, and as many rows as stay in L2, or of short ones in L1. */
function multiplyDense(
  x: usize,
  weight: usize,
  bias: usize,
  y: usize,
  rows: i32,
  columns: i32,
  in8: i32,
  out8: i32,
  relu: i32,
  adding: bool,
): void {
  const xStride = <usize>(in8 * 4);
  const yStride = <usize>(out8 * 4);
  const share = shareOfDepth(in8);
  for (let k = 0; k < in8; k += share) {
    const depth = min(share, in8 - k);
    const goesOn = adding || k > 0;
    const isRectified = relu != 0 && k + depth == in8;
    const height = xStride > shortRow ? blockRows(rows, depth) : shortRows(rows, xStride);
    for (let r = 0; r < rows; r += height) {
      const h = min(height, rows - r);
      const a = x + <usize>r * xStride + <usize>(k * 4);
      for (let j = 0; j < columns; j += 8) {
        const panel = weight + <usize>(j * in8 + k * 8) * 4;
        const c = y + <usize>r * yStride + <usize>(j * 4);
        const start = bias != 0 ? bias + <usize>(j * 4) : zeros();
        if (goesOn && isRectified) multiplyInPlace(true, rectified, h, depth, a, xStride, 4, panel, 32, 0, c, yStride, 0);
        else if (goesOn) multiplyInPlace(true, plainly, h, depth, a, xStride, 4, panel, 32, 0, c, yStride, 0);
        else if (isRectified) multiplyInPlace(false, rectified, h, depth, a, xStride, 4, panel, 32, start, c, yStride, 0);
        else multiplyInPlace(false, plainly, h, depth, a, xStride, 4, panel, 32, start, c, yStride, 0);
      }
    }
  }
}

/** How many rows of this stride, in bytes, are a small matrix. */
@inline
function shortRows(rows: i32, stride: usize): i32 {
  return <usize>rows * stride <= smallMatrix ? rows : evenShare(rows, <i32>(smallMatrix / stride), 12);
}

export function denseBackwardWeight(
  x: usize,
  dy: usize,
  dWeight: usize,
  dBias: usize,
  rows: i32,
  columns: i32,
  in8: i32,
  out8: i32,
): void {
  const xStride = <usize>(in8 * 4);
  const dyStride = <usize>(out8 * 4);
  if (<usize>rows * max(xStride, dyStride) <= smallMatrix) {
    for (const end = dy + dyStride; dy < end; dy += 32) {
      multiplyInPlace(false, plainly, columns, rows, x, 4, xStride, dy, dyStride, zeros(), dWeight, 32, 0);
      if (dBias != 0) {
        sumColumns(dy, dyStride, rows, dBias);
        dBias += 32;
      }
      dWeight += <usize>(in8 * 32);
    }
    return;
  }
  const share = shareOfDepth(rows);
  for (let k = 0; k < rows; k += share) {
    const depth = min(share, rows - k);
    const height = blockRows(columns, depth);
    for (let i = 0; i < columns; i += height) {
      const h = min(height, columns - i);
      packColumns(x + <usize>k * xStride + <usize>(i * 4), xStride, h, depth, packedRows());
      for (let j = 0; j < out8; j += 8) {
        packPanel(dy + <usize>k * dyStride + <usize>(j * 4), dyStride, depth, packedPanel());
        if (dBias != 0 && i == 0) sumPanel(packedPanel(), depth, dBias + <usize>(j * 4), k > 0);
        const c = dWeight + <usize>(j * in8 + i * 8) * 4;
        multiplyPanel(h, depth, packedRows(), packedPanel(), k > 0 ? c : zeros(), k > 0 ? 32 : 0, c, 32, noFloor());
      }
    }
  }
}

/** The sums of 8 columns. */
@inline
function sumColumns(x: usize, stride: usize, rows: i32, sums: usize): void {
  let left = f32x4.splat(0);
  let right = f32x4.splat(0);
  for (let r = 0; r < rows; r++, x += stride) {
    left = f32x4.add(left, v128.load(x));
    right = f32x4.add(right, v128.load(x, 16));
  }
  v128.store(sums, left);
  v128.store(sums, right, 16);
}

/** The sums of the 8 columns of a panel, added to `sums` or written there. */
@inline
export function sumPanel(panel: usize, depth: i32, sums: usize, adding: bool): void {
  let left = adding ? v128.load(sums) : f32x4.splat(0);
  let right = adding ? v128.load(sums, 16) : f32x4.splat(0);
  for (let k = 0; k < depth; k++) {
    left = f32x4.add(left, v128.load(panel));
    right = f32x4.add(right, v128.load(panel, 16));
    panel += 32;
  }
  v128.store(sums, left);
  v128.store(sums, right, 16);
}

export function denseBackwardInput(
  dy: usize,
  weight: usize,
  dx: usize,
  reluOutput: usize,
  rows: i32,
  columns: i32,
  in8: i32,
  out8: i32,
): void {
  const dyStride = <usize>(out8 * 4);
  const dxStride = <usize>(in8 * 4);
  const share = shareOfDepth(out8);
  const isDeep = share < out8;
  const isMasked = reluOutput != 0;
  for (let k = 0; k < out8; k += share) {
    const depth = min(share, out8 - k);
    const height = blockRows(rows, depth);
    for (let r = 0; r < rows; r += height) {
      const h = min(height, rows - r);
      const a = dy + <usize>r * dyStride + <usize>(k * 4);
      for (let i = 0; i < columns; i += 8) {
        const panel = packedPanel();
        packTransposedPanel(weight + <usize>(k * in8 + i * 8) * 4, <usize>(in8 * 32), depth, panel);
        const place = <usize>r * dxStride + <usize>(i * 4);
        const c = dx + place;
        const mask = reluOutput + place;
        if (k > 0) multiplyInPlace(true, plainly, h, depth, a, dyStride, 4, panel, 32, 0, c, dxStride, 0);
        else if (isDeep) multiplyInPlace(false, plainly, h, depth, a, dyStride, 4, panel, 32, zeros(), c, dxStride, 0);
        else if (!isMasked) multiplyInPlace(false, flushed, h, depth, a, dyStride, 4, panel, 32, zeros(), c, dxStride, 0);
        else multiplyInPlace(false, masked, h, depth, a, dyStride, 4, panel, 32, zeros(), c, dxStride, mask);
      }
    }
  }
  if (!isDeep) return;
  for (const end = dx + <usize>rows * dxStride; dx < end; dx += dxStride, reluOutput += dxStride) {
    if (isMasked) maskByRelu(dx, reluOutput, columns);
    else flushAll(dx, columns);
  }
}

/** dx = 0 where the activation was not above 0. */
@inline
export function maskByRelu(dx: usize, reluOutput: usize, count: i32): void {
  const end = dx + <usize>count * 4;
  for (; dx < end; dx += 16, reluOutput += 16) {
    const off = f32x4.le(v128.load(reluOutput), f32x4.splat(0));
    v128.store(dx, v128.andnot(flushSmall(v128.load(dx)), off));
  }
}

@inline
export function flushAll(dx: usize, count: i32): void {
  const end = dx + <usize>count * 4;
  for (; dx < end; dx += 16) v128.store(dx, flushSmall(v128.load(dx)));
}
