// Windows of images as rows of a matrix, `[place of the output][taps·channels]`: made in pieces that stay in the
// cache, so that a convolution is a product. Sizes in floats, addresses in bytes.
import { multiplyAdd } from './lanes';
import {
  dilationHeight,
  dilationWidth,
  height,
  isInside,
  kernelHeight,
  kernelWidth,
  outHeight,
  outRows,
  outWidth,
  paddingLeft,
  paddingTop,
  strideHeight,
  strideWidth,
  width,
} from './window';

/** Words from a pixel to the next, and from an image to the next. */
let pixel: i32 = 0;
let image: i32 = 0;
/** Channels that a window takes of each pixel. */
let channels: i32 = 0;
/** Taps of a row of the kernel that stand side by side in memory are one run, else each is one. */
let tapsOfRun: i32 = 1;

export function setPixels(pixel_: i32, image_: i32, channels_: i32): void {
  pixel = pixel_;
  image = image_;
  channels = channels_;
  tapsOfRun = dilationWidth == 1 && pixel == channels ? kernelWidth : 1;
}

/** Columns of the matrix, padded to 8. */
@inline
export function patchColumns(): i32 {
  return (kernelHeight * kernelWidth * channels + 7) & ~7;
}

/** Copies floats, up to 3 more than asked: what follows is written later. */
@inline
function copyOver(to: usize, from: usize, count: i32): void {
  for (let i = 0; i < count; i += 4, to += 16, from += 16) v128.store(to, v128.load(from));
}

@inline
function clearOver(to: usize, count: i32): void {
  for (let i = 0; i < count; i += 4, to += 16) v128.store(to, f32x4.splat(0));
}

/**
 * Rows `row` … of the matrix, columns `column` … of it, to `to`; rows and columns beyond are 0. Writes up to 3
 * floats behind the last.
 */
export function fillPatches(x: usize, row: i32, rows: i32, column: i32, columns: i32, to: usize): void {
  const places = outHeight * outWidth;
  const last = outRows();
  let inImage = row % places;
  let source = x + <usize>(row / places) * <usize>(image * 4);
  let oy = inImage / outWidth;
  let ox = inImage - oy * outWidth;
  for (const end = row + rows; row < end; row++, to += <usize>(columns * 4)) {
    if (row < last) fillPatch(source, oy * strideHeight - paddingTop, ox * strideWidth - paddingLeft, column, columns, to);
    else clearOver(to, columns);
    if (++ox == outWidth) {
      ox = 0;
      if (++oy == outHeight) {
        oy = 0;
        source += <usize>(image * 4);
      }
    }
  }
}

@inline
function fillPatch(source: usize, top: i32, left: i32, column: i32, columns: i32, to: usize): void {
  const run = channels * tapsOfRun;
  const end = to + <usize>(columns * 4);
  const tap = column / channels;
  let ky = tap / kernelWidth;
  let kx = tapsOfRun == 1 ? tap - ky * kernelWidth : 0;
  let skip = column - (ky * kernelWidth + kx) * channels;
  for (; ky < kernelHeight && to < end; ky++) {
    const y = top + ky * dilationHeight;
    for (; kx < kernelWidth && to < end; kx += tapsOfRun) {
      const count = min(run - skip, <i32>((end - to) >> 2));
      const first = left + kx * dilationWidth;
      const from = source + <usize>(((y * width + first) * pixel + skip) * 4);
      if (isInside(y, first) && first + tapsOfRun <= width) copyOver(to, from, count);
      else copyInside(to, source, y, first, skip, count);
      to += <usize>(count * 4);
      skip = 0;
    }
    kx = 0;
  }
  if (to < end) clearOver(to, <i32>((end - to) >> 2));
}

/** A run of which some taps may lie outside: `skip` floats of it are left out, `count` follow. */
function copyInside(to: usize, source: usize, y: i32, first: i32, skip: i32, count: i32): void {
  for (let i = 0; i < count; ) {
    const tap = (skip + i) / channels;
    const c = skip + i - tap * channels;
    const n = min(channels - c, count - i);
    const x = first + tap;
    const at = to + <usize>(i * 4);
    if (isInside(y, x)) copyOver(at, source + <usize>(((y * width + x) * pixel + c) * 4), n);
    else clearOver(at, n);
    i += n;
  }
}

/** The way back: adds rows of the matrix to the places that they were taken from. */
export function addPatches(x: usize, row: i32, rows: i32, column: i32, columns: i32, stride: usize, from: usize): void {
  const places = outHeight * outWidth;
  const wanted = min(row + rows, outRows());
  let inImage = row % places;
  let target = x + <usize>(row / places) * <usize>(image * 4);
  let oy = inImage / outWidth;
  let ox = inImage - oy * outWidth;
  for (; row < wanted; row++, from += stride) {
    addPatch(target, oy * strideHeight - paddingTop, ox * strideWidth - paddingLeft, column, columns, from);
    if (++ox == outWidth) {
      ox = 0;
      if (++oy == outHeight) {
        oy = 0;
        target += <usize>(image * 4);
      }
    }
  }
}

@inline
function addPatch(target: usize, top: i32, left: i32, column: i32, columns: i32, from: usize): void {
  const end = from + <usize>(columns * 4);
  const tap = column / channels;
  let ky = tap / kernelWidth;
  let kx = tap - ky * kernelWidth;
  let skip = column - tap * channels;
  for (; ky < kernelHeight && from < end; ky++) {
    const y = top + ky * dilationHeight;
    for (; kx < kernelWidth && from < end; kx++) {
      const count = min(channels - skip, <i32>((end - from) >> 2));
      const x = left + kx * dilationWidth;
      if (isInside(y, x)) addFloats(target + <usize>(((y * width + x) * pixel + skip) * 4), from, count);
      from += <usize>(count * 4);
      skip = 0;
    }
    kx = 0;
  }
}

@inline
function addFloats(to: usize, from: usize, count: i32): void {
  let i = 0;
  for (; i + 4 <= count; i += 4, to += 16, from += 16) v128.store(to, f32x4.add(v128.load(to), v128.load(from)));
  for (; i < count; i++, to += 4, from += 4) store<f32>(to, load<f32>(to) + load<f32>(from));
}
