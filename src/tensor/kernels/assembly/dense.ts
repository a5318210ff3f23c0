// The three products of a dense layer, blocked as by K. Goto and R. van de Geijn (2008): rows packed for L2, a
// panel of 8 columns in L1, sums in registers.
import { flushSmall } from './lanes';
import { multiplyPanel } from './microKernel';
import { packColumns, packPanel, packRows, packTransposedPanel } from './packing';
import { flushed, masked, multiplySmall, plainly, rectified } from './smallProducts';
import { blockRows, evenShare, packedPanel, packedRows, shareOfDepth, zeros } from './workspace';

/** Rows of up to so many bytes are read where they lie. */
const smallRow: usize = 512;
/** Bytes of such rows that stay in L1, whatever passes by; and in L2. */
const smallMatrix: usize = 32768;
const middlingMatrix: usize = 262144;

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
  in8: i32,
  out8: i32,
  relu: i32,
): void {
  denseForwardColumns(x, weight, bias, y, rows, in8, out8, out8, relu);
}

export function denseForwardColumns(
  x: usize,
  weight: usize,
  bias: usize,
  y: usize,
  rows: i32,
  in8: i32,
  out8: i32,
  ld: i32,
  relu: i32,
): void {
  const xStride = <usize>(in8 * 4);
  if (xStride > smallRow) return multiplyDense(x, weight, bias, y, rows, in8, out8, ld, relu, false);
  const yStride = <usize>(ld * 4);
  const height = smallRows(rows, xStride);
  for (let r = 0; r < rows; r += height, x += <usize>height * xStride, y += <usize>height * yStride) {
    const h = min(height, rows - r);
    for (let j = 0; j < out8; j += 8) {
      const panel = weight + <usize>(j * in8 * 4);
      const start = bias != 0 ? bias + <usize>(j * 4) : zeros();
      const c = y + <usize>(j * 4);
      if (relu != 0) multiplySmall(rectified, h, in8, x, xStride, 4, panel, 32, start, c, yStride, 0);
      else multiplySmall(plainly, h, in8, x, xStride, 4, panel, 32, start, c, yStride, 0);
    }
  }
}

/** How many of these rows are a small matrix. */
@inline
function smallRows(rows: i32, stride: usize): i32 {
  return <usize>rows * stride <= smallMatrix ? rows : evenShare(rows, <i32>(smallMatrix / stride), 12);
}

/** y = y + x·Wᵀ */
export function addDense(x: usize, weight: usize, y: usize, rows: i32, in8: i32, out8: i32): void {
  multiplyDense(x, weight, 0, y, rows, in8, out8, out8, 0, true);
}

@inline
function multiplyDense(
  x: usize,
  weight: usize,
  bias: usize,
  y: usize,
  rows: i32,
  in8: i32,
  out8: i32,
  ld: i32,
  relu: i32,
  adding: bool,
): void {
  const xStride = <usize>(in8 * 4);
  const yStride = <usize>(ld * 4);
  const share = shareOfDepth(in8);
  for (let k = 0; k < in8; k += share) {
    const depth = min(share, in8 - k);
    const floor = relu != 0 && k + depth == in8 ? f32x4.splat(0) : noFloor();
    const height = blockRows(rows, depth);
    for (let r = 0; r < rows; r += height) {
      const h = min(height, rows - r);
      packRows(x + <usize>r * xStride + <usize>(k * 4), xStride, h, depth, packedRows());
      for (let j = 0; j < out8; j += 8) {
        const c = y + <usize>r * yStride + <usize>(j * 4);
        const panel = weight + <usize>(j * in8 + k * 8) * 4;
        const goesOn = adding || k > 0;
        const start = goesOn ? c : bias != 0 ? bias + <usize>(j * 4) : zeros();
        multiplyPanel(h, depth, packedRows(), panel, start, goesOn ? yStride : 0, c, yStride, floor);
      }
    }
  }
}

export function denseBackwardWeight(
  x: usize,
  dy: usize,
  dWeight: usize,
  dBias: usize,
  rows: i32,
  in8: i32,
  out8: i32,
): void {
  denseBackwardWeightColumns(x, dy, dWeight, dBias, rows, in8, in8, out8);
}

export function denseBackwardWeightColumns(
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
      multiplySmall(plainly, columns, rows, x, 4, xStride, dy, dyStride, zeros(), dWeight, 32, 0);
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
  in8: i32,
  out8: i32,
): void {
  const dyStride = <usize>(out8 * 4);
  const dxStride = <usize>(in8 * 4);
  if (dyStride <= smallRow && <usize>rows * dyStride <= middlingMatrix) {
    for (const end = dx + dxStride; dx < end; dx += 32, weight += 256) {
      packTransposedPanel(weight, <usize>(in8 * 32), out8, packedPanel());
      if (reluOutput != 0) {
        multiplySmall(masked, rows, out8, dy, dyStride, 4, packedPanel(), 32, zeros(), dx, dxStride, reluOutput);
        reluOutput += 32;
      } else multiplySmall(flushed, rows, out8, dy, dyStride, 4, packedPanel(), 32, zeros(), dx, dxStride, 0);
    }
    return;
  }
  const share = shareOfDepth(out8);
  for (let k = 0; k < out8; k += share) {
    const depth = min(share, out8 - k);
    const height = blockRows(rows, depth);
    for (let r = 0; r < rows; r += height) {
      const h = min(height, rows - r);
      packRows(dy + <usize>r * dyStride + <usize>(k * 4), dyStride, h, depth, packedRows());
      for (let i = 0; i < in8; i += 8) {
        packTransposedPanel(weight + <usize>(k * in8 + i * 8) * 4, <usize>(in8 * 32), depth, packedPanel());
        const c = dx + <usize>r * dxStride + <usize>(i * 4);
        const start = k > 0 ? c : zeros();
        multiplyPanel(h, depth, packedRows(), packedPanel(), start, k > 0 ? dxStride : 0, c, dxStride, noFloor());
      }
    }
  }
  if (reluOutput != 0) maskByRelu(dx, reluOutput, rows * in8);
  else flushAll(dx, rows * in8);
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
