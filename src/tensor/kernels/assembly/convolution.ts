// The three products of a convolution: as those of a dense layer, with windows of the images for rows. Where few
// weights are to be kept at hand, none of the three makes windows: they are read, and summed, straight from the images.
import { flushAll, maskByRelu, noFloor, sumPanel } from './dense';
import { multiplyPanel } from './microKernel';
import { packColumns, packPanel, packRows, packTransposedPanel } from './packing';
import { sumImages, sumsDirectly } from './convolvedWeights';
import { convolveImages, convolvesDirectly, setChannels } from './convolvedRows';
import { addPatches, fillPatches, patchColumns, setPixels } from './patches';
import { convolveTurned } from './turnedConvolution';
import { outRows, setWindow } from './window';
import { windowDepth, packedPanel, packedRows, patches, patchesFloats, zeros } from './workspace';

/** Rows of the output that are packed at once: 504 · 256 floats stay in L2. */
const rowsAtOnce: i32 = 504;
/** Rows whose windows are made at once: multiples of 12, and what they take stays in L1. */
const windowsAtOnce: i32 = 24;

/** Windows as packed slivers. */
function packWindows(x: usize, row: i32, rows: i32, column: i32, columns: i32, to: usize): void {
  for (let r = 0; r < rows; r += windowsAtOnce) {
    const h = min(windowsAtOnce, rows - r);
    fillPatches(x, row + r, h, column, columns, patches());
    packRows(patches(), <usize>(columns * 4), h, columns, to);
    to += <usize>(h * columns * 4);
  }
}

export function convolutionForward(
  x: usize,
  weight: usize,
  bias: usize,
  y: usize,
  images: i32,
  height: i32,
  width: i32,
  outHeight: i32,
  outWidth: i32,
  kernelHeight: i32,
  kernelWidth: i32,
  strideHeight: i32,
  strideWidth: i32,
  paddingTop: i32,
  paddingLeft: i32,
  dilationHeight: i32,
  dilationWidth: i32,
  pixel: i32,
  image: i32,
  channels: i32,
  groups: i32,
  filters8: i32,
  relu: i32,
): void {
  setWindow(
    images,
    height,
    width,
    outHeight,
    outWidth,
    kernelHeight,
    kernelWidth,
    strideHeight,
    strideWidth,
    paddingTop,
    paddingLeft,
    dilationHeight,
    dilationWidth,
  );
  setPixels(pixel, image, channels);
  const columns = patchColumns();
  const yStride = <usize>(groups * filters8 * 4);
  setChannels(pixel, channels);
  if (convolvesDirectly(groups * filters8 * columns)) {
    convolveImages(x, weight, bias, y, image, columns, groups, filters8, relu);
    return;
  }
  const rows = (outRows() + 3) & ~3;
  for (let r = 0; r < rows; r += rowsAtOnce) {
    const h = min(rowsAtOnce, rows - r);
    for (let g = 0; g < groups; g++) {
      const source = x + <usize>(g * channels * 4);
      const panels = weight + <usize>(g * filters8) * <usize>(columns * 4);
      for (let k = 0; k < columns; k += windowDepth) {
        const depth = min(windowDepth, columns - k);
        const floor = relu != 0 && k + depth == columns ? f32x4.splat(0) : noFloor();
        packWindows(source, r, h, k, depth, packedRows());
        for (let j = 0; j < filters8; j += 8) {
          const filter = <usize>((g * filters8 + j) * 4);
          const c = y + <usize>r * yStride + filter;
          const panel = panels + <usize>(j * columns + k * 8) * 4;
          const start = k > 0 ? c : bias != 0 ? bias + filter : zeros();
          multiplyPanel(h, depth, packedRows(), panel, start, k > 0 ? yStride : 0, c, yStride, floor);
        }
      }
    }
  }
}

export function convolutionBackwardWeight(
  x: usize,
  dy: usize,
  dWeight: usize,
  dBias: usize,
  images: i32,
  height: i32,
  width: i32,
  outHeight: i32,
  outWidth: i32,
  kernelHeight: i32,
  kernelWidth: i32,
  strideHeight: i32,
  strideWidth: i32,
  paddingTop: i32,
  paddingLeft: i32,
  dilationHeight: i32,
  dilationWidth: i32,
  pixel: i32,
  image: i32,
  channels: i32,
  groups: i32,
  filters8: i32,
): void {
  setWindow(
    images,
    height,
    width,
    outHeight,
    outWidth,
    kernelHeight,
    kernelWidth,
    strideHeight,
    strideWidth,
    paddingTop,
    paddingLeft,
    dilationHeight,
    dilationWidth,
  );
  setPixels(pixel, image, channels);
  const columns = patchColumns();
  setChannels(pixel, channels);
  if (sumsDirectly(groups * filters8 * columns)) {
    sumImages(x, dy, dWeight, dBias, image, columns, groups, filters8);
    return;
  }
  const rows = (outRows() + 3) & ~3;
  const dyStride = <usize>(groups * filters8 * 4);
  const columnsAtOnce = (patchesFloats / windowDepth / 12) * 12;
  for (let k = 0; k < rows; k += windowDepth) {
    const depth = min(windowDepth, rows - k);
    for (let g = 0; g < groups; g++) {
      const source = x + <usize>(g * channels * 4);
      const panels = dWeight + <usize>(g * filters8) * <usize>(columns * 4);
      for (let i = 0; i < columns; i += columnsAtOnce) {
        const h = min(columnsAtOnce, columns - i);
        fillPatches(source, k, depth, i, h, patches());
        packColumns(patches(), <usize>(h * 4), h, depth, packedRows());
        for (let j = 0; j < filters8; j += 8) {
          const filter = <usize>((g * filters8 + j) * 4);
          packPanel(dy + <usize>k * dyStride + filter, dyStride, depth, packedPanel());
          if (dBias != 0 && i == 0) sumPanel(packedPanel(), depth, dBias + filter, k > 0);
          const c = panels + <usize>(j * columns + i * 8) * 4;
          multiplyPanel(h, depth, packedRows(), packedPanel(), k > 0 ? c : zeros(), k > 0 ? 32 : 0, c, 32, noFloor());
        }
      }
    }
  }
}

export function convolutionBackwardInput(
  dy: usize,
  weight: usize,
  dx: usize,
  reluOutput: usize,
  words: i32,
  images: i32,
  height: i32,
  width: i32,
  outHeight: i32,
  outWidth: i32,
  kernelHeight: i32,
  kernelWidth: i32,
  strideHeight: i32,
  strideWidth: i32,
  paddingTop: i32,
  paddingLeft: i32,
  dilationHeight: i32,
  dilationWidth: i32,
  pixel: i32,
  image: i32,
  channels: i32,
  groups: i32,
  filters8: i32,
): void {
  setWindow(
    images,
    height,
    width,
    outHeight,
    outWidth,
    kernelHeight,
    kernelWidth,
    strideHeight,
    strideWidth,
    paddingTop,
    paddingLeft,
    dilationHeight,
    dilationWidth,
  );
  setPixels(pixel, image, channels);
  const columns = patchColumns();
  const isTurned = groups == 1 && pixel == channels && convolveTurned(dy, weight, dx, channels, columns, filters8);
  if (!isTurned) addWindows(dy, weight, dx, words, columns, channels, groups, filters8);
  if (reluOutput != 0) maskByRelu(dx, reluOutput, words);
  else flushAll(dx, words);
}

/** dx, window by window. */
function addWindows(
  dy: usize,
  weight: usize,
  dx: usize,
  words: i32,
  columns: i32,
  channels: i32,
  groups: i32,
  filters8: i32,
): void {
  memory.fill(dx, 0, <usize>words * 4);
  const rows = (outRows() + 3) & ~3;
  const dyStride = <usize>(groups * filters8 * 4);
  const columnsAtOnce = min(columns, 256);
  const heightAtOnce = (patchesFloats / columnsAtOnce / 12) * 12;
  const stride = <usize>(columnsAtOnce * 4);
  for (let r = 0; r < rows; r += heightAtOnce) {
    const h = min(heightAtOnce, rows - r);
    for (let g = 0; g < groups; g++) {
      const panels = weight + <usize>(g * filters8) * <usize>(columns * 4);
      for (let i = 0; i < columns; i += columnsAtOnce) {
        const w = min(columnsAtOnce, columns - i);
        for (let k = 0; k < filters8; k += windowDepth) {
          const depth = min(windowDepth, filters8 - k);
          packRows(dy + <usize>r * dyStride + <usize>((g * filters8 + k) * 4), dyStride, h, depth, packedRows());
          for (let j = 0; j < w; j += 8) {
            const panel = panels + <usize>(k * columns + (i + j) * 8) * 4;
            packTransposedPanel(panel, <usize>(columns * 32), depth, packedPanel());
            const c = patches() + <usize>(j * 4);
            multiplyPanel(h, depth, packedRows(), packedPanel(), k > 0 ? c : zeros(), k > 0 ? stride : 0, c, stride, noFloor());
          }
        }
        addPatches(dx + <usize>(g * channels * 4), r, h, i, w, stride, patches());
      }
    }
  }
}
