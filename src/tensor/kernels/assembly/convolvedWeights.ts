// The gradients of a convolution's weights straight from the images: where an image and its gradients stay in the cache
// while the weights pass by.
import { channels, pixelBytes, tapsOfRun } from './convolvedRows';
import { clearOwnImage, fitsInOwnMemory, isWhole, padImage, rowBytes, windowAt } from './paddedImage';
import { dilationHeight, dilationWidth, images, kernelHeight, kernelWidth, outHeight, outWidth } from './window';
import { addWindows, setWindowsAtOnce } from './windowSums';

/** Floats of dy that are gone over at once: they stay in L1 beside the rows of the image. */
const gradientsAtOnce: i32 = 4096;
/** Windows of an image from which on it is worth it to take up sums and put them down again. */
const fewestWindows: i32 = 16;
/** Floats of all sums: a quarter of L2. */
const mostSums: i32 = 131072;

/** Whether the weights' gradient can be summed straight from the image, and is soon summed so. */
export function sumsDirectly(weights: i32): bool {
  return (isWhole() || fitsInOwnMemory()) && weights <= mostSums && outHeight * outWidth >= fewestWindows;
}

/** The gradients of weights and bias (0: not wanted) over all images, in panels; both are overwritten. */
export function sumImages(
  x: usize,
  dy: usize,
  dWeight: usize,
  dBias: usize,
  image: i32,
  columns: i32,
  groups: i32,
  filters8: i32,
): void {
  const dyStride = <usize>(groups * filters8 * 4);
  const rowsAtOnce = max(1, gradientsAtOnce / (outWidth * groups * filters8));
  memory.fill(dWeight, 0, <usize>columns * dyStride);
  if (dBias != 0) memory.fill(dBias, 0, dyStride);
  if (!isWhole()) clearOwnImage();
  for (let n = 0; n < images; n++) {
    const source = padImage(x);
    for (let row = 0; row < outHeight; row += rowsAtOnce) {
      const h = min(rowsAtOnce, outHeight - row);
      setWindowsAtOnce(h, outWidth, windowAt(0, 1), windowAt(1, 0), dyStride);
      for (let g = 0; g < groups; g++) {
        const first = source + windowAt(row, 0) + <usize>(g * channels * 4);
        const panels = dWeight + <usize>(g * filters8) * <usize>(columns * 4);
        addRows(first, dy + <usize>(g * filters8 * 4), panels, columns, filters8);
      }
      const count = h * outWidth;
      if (dBias != 0) addGradients(dBias, dy, dyStride, count);
      dy += <usize>count * dyStride;
    }
    x += <usize>(image * 4);
  }
}

/** Adds what some rows of windows, the first at `first`, have to do with the filters of a group. */
function addRows(first: usize, dy: usize, panels: usize, columns: i32, filters8: i32): void {
  const count = tapsOfRun * channels;
  for (let ky = 0; ky < kernelHeight; ky++) {
    for (let kx = 0; kx < kernelWidth; kx += tapsOfRun) {
      const x = first + <usize>(ky * dilationHeight) * rowBytes + <usize>(kx * dilationWidth) * pixelBytes;
      const column = <usize>((ky * kernelWidth + kx) * channels) * 32;
      for (let j = 0; j < filters8; j += 8) {
        addWindows(x, count, dy + <usize>(j * 4), panels + <usize>(j * columns * 4) + column);
      }
    }
  }
}

/** sums += Σ dy over `count` places. */
function addGradients(sums: usize, dy: usize, stride: usize, count: i32): void {
  for (; count > 0; --count, dy += stride) {
    for (let c: usize = 0; c < stride; c += 16) {
      v128.store(sums + c, f32x4.add(v128.load(sums + c), v128.load(dy + c)));
    }
  }
}
