// Rows of a convolution's output straight from an image: for few channels and filters, whose weights stay in the
// cache while the image passes by.
import { clearOwnImage, fitsInOwnMemory, isWhole, padImage, rowBytes, setPaddedImage, windowAt } from './paddedImage';
import {
  dilationHeight,
  dilationWidth,
  images,
  kernelHeight,
  kernelWidth,
  outHeight,
  outRows,
  outWidth,
  strideWidth,
} from './window';
import { multiplyWindows, setRuns } from './windowProduct';
import { ownAddresses, zeros } from './workspace';

/** Floats of all weights up to which they stay in L2 while an image passes by. */
const mostWeights: i32 = 65536;
/** Runs of a window that have room. */
const mostRuns: i32 = 1024;

export let pixelBytes: usize = 0;
export let channels: i32 = 0;
/** Taps of a row of the kernel that stand side by side in memory are one run, else each is one. */
export let tapsOfRun: i32 = 1;

/** To be called behind `setWindow`: words from a pixel to the next, and channels that a window takes of each. */
export function setChannels(pixel: i32, channels_: i32): void {
  setPaddedImage(pixel);
  pixelBytes = <usize>(pixel * 4);
  channels = channels_;
  tapsOfRun = dilationWidth == 1 && pixel == channels_ ? kernelWidth : 1;
}

/** Whether rows can be made straight from the image, and are soon made so. */
export function convolvesDirectly(weights: i32): bool {
  return (
    (isWhole() || fitsInOwnMemory()) && weights <= mostWeights && (kernelHeight * kernelWidth) / tapsOfRun <= mostRuns
  );
}

/** The first `places` of output row `row`, all filters of a group, from an image with its padding. */
export function convolveRow(
  image: usize,
  row: i32,
  places: i32,
  weight: usize,
  columns: i32,
  filters8: i32,
  bias: usize,
  to: usize,
  stride: usize,
  floor: v128,
): void {
  let run = ownAddresses();
  for (let ky = 0; ky < kernelHeight; ky++) {
    const from = image + windowAt(row, 0) + <usize>(ky * dilationHeight) * rowBytes;
    for (let kx = 0; kx < kernelWidth; kx += tapsOfRun) {
      store<usize>(run, from + <usize>(kx * dilationWidth) * pixelBytes);
      run += 4;
    }
  }
  setRuns(ownAddresses(), run, tapsOfRun * channels);
  const step = <usize>strideWidth * pixelBytes;
  for (let j = 0; j < filters8; j += 8) {
    const filter = <usize>(j * 4);
    const panel = weight + <usize>(j * columns) * 4;
    multiplyWindows(places, step, panel, bias != 0 ? bias + filter : zeros(), to + filter, stride, floor);
  }
}

/** The whole output, `[images·outHeight·outWidth, padded to 4][groups·filters8]`; what pads it holds the bias. */
export function convolveImages(
  x: usize,
  weight: usize,
  bias: usize,
  y: usize,
  image: i32,
  columns: i32,
  groups: i32,
  filters8: i32,
  relu: i32,
): void {
  const yStride = <usize>(groups * filters8 * 4);
  const floor = relu != 0 ? f32x4.splat(0) : f32x4.splat(-Infinity);
  if (!isWhole()) clearOwnImage();
  for (let n = 0; n < images; n++) {
    const source = padImage(x);
    for (let row = 0; row < outHeight; row++) {
      for (let g = 0; g < groups; g++) {
        const first = source + <usize>(g * channels * 4);
        const panels = weight + <usize>(g * filters8 * columns) * 4;
        const filter = <usize>(g * filters8 * 4);
        convolveRow(first, row, outWidth, panels, columns, filters8, bias != 0 ? bias + filter : 0, y + filter, yStride, floor);
      }
      y += <usize>outWidth * yStride;
    }
    x += <usize>(image * 4);
  }
  for (let r = outRows(); (r & 3) != 0; r++, y += yStride) {
    for (let c: usize = 0; c < yStride; c += 16) {
      const start = bias != 0 ? v128.load(bias + c) : f32x4.splat(0);
      v128.store(y + c, f32x4.pmax(start, floor));
    }
  }
}
