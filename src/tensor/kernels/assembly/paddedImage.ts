// One image with zeros around it, as far as the windows reach: where it has no padding, the image itself, else a copy
// in memory of the kernels' own. So no window of it lies outside.
import { flushSmall } from './lanes';
import {
  dilationHeight,
  dilationWidth,
  height,
  kernelHeight,
  kernelWidth,
  outHeight,
  outWidth,
  paddingLeft,
  paddingTop,
  strideHeight,
  strideWidth,
  width,
} from './window';
import { imageFloats, ownImage } from './workspace';

let pixelBytes: usize = 0;
/** Bytes from a row to the next, with what pads it. */
export let rowBytes: usize = 0;
let rows: i32 = 0;
let columns: i32 = 0;

/** To be called behind `setWindow`; `pixel` words from a pixel to the next. */
export function setPaddedImage(pixel: i32): void {
  pixelBytes = <usize>(pixel * 4);
  rows = max(paddingTop + height, (outHeight - 1) * strideHeight + (kernelHeight - 1) * dilationHeight + 1);
  columns = max(paddingLeft + width, (outWidth - 1) * strideWidth + (kernelWidth - 1) * dilationWidth + 1);
  rowBytes = <usize>columns * pixelBytes;
}

/** Whether nothing has to be put around the image. */
@inline
export function isWhole(): bool {
  return rows == height && columns == width;
}

/** Whether there is room for the image with its padding. */
export function fitsInOwnMemory(): bool {
  return <u64>rows * <u64>rowBytes <= <u64>(imageFloats * 4);
}

/** Zeroes our own image: all of it, or so that what `padImage` does not write is 0. */
export function clearOwnImage(): void {
  memory.fill(ownImage(), 0, <usize>rows * rowBytes);
}

/** Where the image begins with its padding; what surrounds it has been cleared. */
export function padImage(x: usize): usize {
  if (isWhole()) return x;
  const floats = <i32>(<usize>width * pixelBytes) >> 2;
  let to = firstPixel();
  for (let y = 0; y < height; y++, x += <usize>floats * 4, to += rowBytes) copyFloats(to, x, floats);
  return ownImage();
}

/** Where the image's own first pixel stands among its padding. */
@inline
function firstPixel(): usize {
  return ownImage() + <usize>paddingTop * rowBytes + <usize>paddingLeft * pixelBytes;
}

@inline
function copyFloats(to: usize, from: usize, count: i32): void {
  let i = 0;
  for (; i + 4 <= count; i += 4, to += 16, from += 16) v128.store(to, v128.load(from));
  for (; i < count; i++, to += 4, from += 4) store<f32>(to, load<f32>(from));
}

/** Our own image without its padding to `dx`: small numbers, and those where `reluOutput` ≤ 0 (0: not masked), as 0. */
export function takeOwnImage(dx: usize, reluOutput: usize): void {
  const bytes = <usize>width * pixelBytes;
  let from = firstPixel();
  for (let y = 0; y < height; y++, from += rowBytes, dx += bytes) {
    let i: usize = 0;
    for (; i + 16 <= bytes; i += 16) {
      const value = flushSmall(v128.load(from + i));
      if (reluOutput == 0) v128.store(dx + i, value);
      else v128.store(dx + i, v128.andnot(value, f32x4.le(v128.load(reluOutput + i), f32x4.splat(0))));
    }
    for (; i < bytes; i += 4) {
      const value = flushSmall(v128.load32_zero(from + i));
      const isOff = reluOutput != 0 && load<f32>(reluOutput + i) <= 0;
      store<f32>(dx + i, isOff ? 0 : f32x4.extract_lane(value, 0));
    }
    if (reluOutput != 0) reluOutput += bytes;
  }
}

/** Bytes from the image's beginning, padding included, to the first pixel of a window. */
@inline
export function windowAt(row: i32, column: i32): usize {
  return <usize>(row * strideHeight) * rowBytes + <usize>(column * strideWidth) * pixelBytes;
}
