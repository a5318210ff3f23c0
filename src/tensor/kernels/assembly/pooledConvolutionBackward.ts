// The way back through a convolution and the max pool behind it: of each window of the pool, one tap alone has had a
// part in what followed, so that the gradients are sums over few places, each with the taps of a filter over an image.
import { setChannels } from './convolvedRows';
import { addFilterRows, addPlaces, areThin, clearFilters, packFilters, setFilters, unpackFilters } from './filterRows';
import { clearOwnImage, isWhole, padImage, rowBytes, takeOwnImage, windowAt } from './paddedImage';
import {
  poolHeight,
  poolLeft,
  poolOutHeight,
  poolOutWidth,
  poolStrideHeight,
  poolStrideWidth,
  poolTop,
  poolWidth,
  setPool,
} from './poolWindow';
import { addToThinFilters } from './thinFilters';
import { dilationHeight, height, images, kernelHeight, setWindow, width } from './window';
import { otherAddresses, ownFilters, ownImage, patches, patchesFloats } from './workspace';

/** Bytes from an image's beginning to the first window that a window of the pool sees. */
@inline
function firstWindow(oy: i32, ox: i32): usize {
  return windowAt(oy * poolStrideHeight - poolTop, ox * poolStrideWidth - poolLeft);
}

// One entry for each filter of a window of the pool through which something flows: `[filter, place, gradient]`, the
// first in bytes among the filters, the second in bytes from the image's beginning.
const entryBytes: usize = 12;

/** Where `listOffsets` has put them. */
@inline
function offsets(): usize {
  return otherAddresses() + 4;
}

/** Bytes from the first window that a window of the pool sees to that of each tap, from −1 on, which has no part in it. */
function listOffsets(): void {
  store<usize>(offsets() - 4, 0);
  let at = offsets();
  for (let ky = 0; ky < poolHeight; ky++) {
    for (let kx = 0; kx < poolWidth; kx++, at += 4) store<usize>(at, windowAt(ky, kx));
  }
}

/** Lists what flows through the window (oy, ox), whose gradients and taps stand at `dy` and `taps`; returns the end. */
@inline
function listEntries(oy: i32, ox: i32, dy: usize, taps: usize, stride: usize, filterBytes: usize): usize {
  const first = firstWindow(oy, ox);
  let end = patches();
  let filter: usize = 0;
  for (let c: usize = 0; c < stride; c += 4, filter += filterBytes) {
    const tap = load<i32>(taps + c);
    store<usize>(end, filter);
    store<usize>(end, first + load<usize>(offsets() + (<usize>tap << 2)), 4);
    store<f32>(end, load<f32>(dy + c), 8);
    end += tap >= 0 ? entryBytes : 0;
  }
  return end;
}

export function pooledConvolutionBackwardWeight(
  x: usize,
  dy: usize,
  taps: usize,
  dWeight: usize,
  dBias: usize,
  images_: i32,
  height_: i32,
  width_: i32,
  outHeight_: i32,
  outWidth_: i32,
  kernelHeight_: i32,
  kernelWidth_: i32,
  strideHeight: i32,
  strideWidth: i32,
  paddingTop: i32,
  paddingLeft: i32,
  dilationHeight: i32,
  dilationWidth: i32,
  pixel: i32,
  image: i32,
  channels: i32,
  filters8: i32,
  poolOutHeight_: i32,
  poolOutWidth_: i32,
  poolHeight_: i32,
  poolWidth_: i32,
  poolStrideHeight_: i32,
  poolStrideWidth_: i32,
  poolTop_: i32,
  poolLeft_: i32,
): void {
  setWindow(
    images_,
    height_,
    width_,
    outHeight_,
    outWidth_,
    kernelHeight_,
    kernelWidth_,
    strideHeight,
    strideWidth,
    paddingTop,
    paddingLeft,
    dilationHeight,
    dilationWidth,
  );
  setChannels(pixel, channels);
  setPool(
    poolOutHeight_,
    poolOutWidth_,
    poolHeight_,
    poolWidth_,
    poolStrideHeight_,
    poolStrideWidth_,
    poolTop_,
    poolLeft_,
  );
  const filterStride = setFilters(pixel, channels, filters8);
  const stride = <usize>(filters8 * 4);
  const windows = poolOutHeight * poolOutWidth;
  // Where the pool has padding, its first tap may lie where there is no image.
  const isThin = areThin() && poolTop == 0 && poolLeft == 0;
  listOffsets();
  clearFilters();
  if (dBias != 0) memory.fill(dBias, 0, stride);
  if (!isWhole()) clearOwnImage();
  for (let n = 0; n < images; n++) {
    const source = padImage(x);
    if (isThin) addThinFilters(source, dy, taps, stride);
    else addFilters(source, dy, taps, stride, filterStride);
    for (let window = 0; window < windows; window++, dy += stride, taps += stride) {
      if (dBias != 0) addTaken(dBias, dy, taps, stride);
    }
    x += <usize>(image * 4);
  }
  unpackFilters(dWeight);
}

/** Adds to the filters what comes of one image, four filters at a time. */
function addThinFilters(source: usize, dy: usize, taps: usize, stride: usize): void {
  let to = ownFilters();
  for (let c: usize = 0; c < stride; c += 16, to += 192) {
    addToThinFilters(
      to,
      source,
      <usize>dilationHeight * rowBytes,
      poolOutHeight,
      poolOutWidth,
      windowAt(poolStrideHeight, 0),
      windowAt(0, poolStrideWidth),
      offsets(),
      dy + c,
      taps + c,
      stride,
    );
  }
}

/** Adds to the filters what comes of one image, by lists of the places that each has to do with. */
function addFilters(source: usize, dy: usize, taps: usize, stride: usize, filterStride: usize): void {
  const windows = poolOutHeight * poolOutWidth;
  const lists = patches() + ((stride + 63) & ~63);
  const filters8 = <i32>(stride >> 2);
  const atOnce = min(((patchesFloats / filters8 - 2) >> 1) & ~3, (windows + 3) & ~3);
  const listBytes = <usize>atOnce << 3;
  for (let from = 0; from < windows; from += atOnce) {
    for (let c: usize = 0, list = lists; c < stride; c += 4, list += listBytes) store<usize>(patches() + c, list);
    for (let w = from; w < min(windows, from + atOnce); w++) {
      listByFilter(source + firstWindow(w / poolOutWidth, w % poolOutWidth), dy, taps, stride);
      dy += stride;
      taps += stride;
    }
    let to = ownFilters();
    let list = lists;
    for (let c: usize = 0; c < stride; c += 4, list += listBytes, to += <usize>kernelHeight * filterStride) {
      addPlaces(to, filterStride, list, load<usize>(patches() + c), <usize>dilationHeight * rowBytes, source);
    }
  }
}

/** Appends to the list of each filter, of which the ends stand at `patches()`, what flows through a window of the pool. */
@inline
function listByFilter(first: usize, dy: usize, taps: usize, stride: usize): void {
  for (let c: usize = 0; c < stride; c += 4) {
    const tap = load<i32>(taps + c);
    const end = load<usize>(patches() + c);
    store<usize>(end, first + load<usize>(offsets() + (<usize>tap << 2)));
    store<f32>(end, load<f32>(dy + c), 4);
    store<usize>(patches() + c, end + (tap >= 0 ? 8 : 0));
  }
}

/** sums += dy where something flows back. */
@inline
function addTaken(sums: usize, dy: usize, taps: usize, stride: usize): void {
  for (let c: usize = 0; c < stride; c += 16) {
    const taken = v128.andnot(v128.load(dy + c), i32x4.lt_s(v128.load(taps + c), i32x4.splat(0)));
    v128.store(sums + c, f32x4.add(v128.load(sums + c), taken));
  }
}

export function pooledConvolutionBackwardInput(
  dy: usize,
  taps: usize,
  weight: usize,
  dx: usize,
  reluOutput: usize,
  words: i32,
  images_: i32,
  height_: i32,
  width_: i32,
  outHeight_: i32,
  outWidth_: i32,
  kernelHeight_: i32,
  kernelWidth_: i32,
  strideHeight: i32,
  strideWidth: i32,
  paddingTop: i32,
  paddingLeft: i32,
  dilationHeight: i32,
  dilationWidth: i32,
  pixel: i32,
  image: i32,
  channels: i32,
  filters8: i32,
  poolOutHeight_: i32,
  poolOutWidth_: i32,
  poolHeight_: i32,
  poolWidth_: i32,
  poolStrideHeight_: i32,
  poolStrideWidth_: i32,
  poolTop_: i32,
  poolLeft_: i32,
): void {
  setWindow(
    images_,
    height_,
    width_,
    outHeight_,
    outWidth_,
    kernelHeight_,
    kernelWidth_,
    strideHeight,
    strideWidth,
    paddingTop,
    paddingLeft,
    dilationHeight,
    dilationWidth,
  );
  setChannels(pixel, channels);
  setPool(
    poolOutHeight_,
    poolOutWidth_,
    poolHeight_,
    poolWidth_,
    poolStrideHeight_,
    poolStrideWidth_,
    poolTop_,
    poolLeft_,
  );
  const filterStride = setFilters(pixel, channels, filters8);
  const filterBytes = <usize>kernelHeight * filterStride;
  const stride = <usize>(filters8 * 4);
  const imageStride = <usize>dilationHeight * rowBytes;
  listOffsets();
  packFilters(weight);
  for (let n = 0; n < images; n++) {
    clearOwnImage();
    for (let oy = 0; oy < poolOutHeight; oy++) {
      for (let ox = 0; ox < poolOutWidth; ox++) {
        const end = listEntries(oy, ox, dy, taps, stride, filterBytes);
        for (let entry = patches(); entry < end; entry += entryBytes) {
          const to = ownImage() + load<usize>(entry, 4);
          addFilterRows(to, imageStride, ownFilters() + load<usize>(entry), filterStride, v128.load32_splat(entry, 8));
        }
        dy += stride;
        taps += stride;
      }
    }
    takeOwnImage(dx, reluOutput);
    // What pads a flat image, and behind the last one the rows.
    const taken = width * height * pixel;
    const gap = (n + 1 == images ? words : image) - taken;
    memory.fill(dx + <usize>(taken * 4), 0, <usize>(gap * 4));
    dx += <usize>(image * 4);
    if (reluOutput != 0) reluOutput += <usize>(image * 4);
    words -= image;
  }
}
