// A convolution and the max pool behind it as one: of what the convolution gives, only the rows are kept that a window
// of the pool sees, and of each window the largest and the tap that it came from.
import { convolveRow, setChannels } from './convolvedRows';
import { clearOwnImage, isWhole, padImage } from './paddedImage';
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
import { images, kernelHeight, kernelWidth, outHeight, outWidth, setWindow } from './window';
import { otherAddresses, patches } from './workspace';

export function pooledConvolutionForward(
  x: usize,
  weight: usize,
  bias: usize,
  whole: usize,
  y: usize,
  taps: usize,
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
  relu: i32,
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
  const columns = (kernelHeight * kernelWidth * channels + 7) & ~7;
  const floor = relu != 0 ? f32x4.splat(0) : f32x4.splat(-Infinity);
  const stride = <usize>(filters8 * 4);
  // Where the convolution's output is not wanted, its rows stand in few places, in turn, and end where no window sees them.
  const places = whole != 0 ? outWidth : min(outWidth, (poolOutWidth - 1) * poolStrideWidth - poolLeft + poolWidth);
  const rowsKept = whole != 0 ? outHeight : poolHeight;
  const keptBytes = <usize>places * stride;
  if (!isWhole()) clearOwnImage();
  for (let n = 0; n < images; n++) {
    const source = padImage(x);
    const kept = whole != 0 ? whole : patches();
    let made = 0;
    for (let oy = 0; oy < poolOutHeight; oy++) {
      const top = oy * poolStrideHeight - poolTop;
      const end = min(top + poolHeight, outHeight);
      if (whole == 0) made = max(made, top);
      for (; made < end; made++) {
        const to = kept + <usize>(made % rowsKept) * keptBytes;
        convolveRow(source, made, places, weight, columns, filters8, bias, to, stride, floor);
      }
      poolRow(kept, keptBytes, rowsKept, top, stride, y, taps, relu != 0);
      y += <usize>poolOutWidth * stride;
      taps += <usize>poolOutWidth * stride;
    }
    if (whole != 0) {
      for (; made < outHeight; made++) {
        convolveRow(source, made, places, weight, columns, filters8, bias, whole + <usize>made * keptBytes, stride, floor);
      }
      whole += <usize>outHeight * keptBytes;
    }
    x += <usize>(image * 4);
  }
  for (let r = images * poolOutHeight * poolOutWidth; (r & 3) != 0; r++, y += stride) {
    for (let c: usize = 0; c < stride; c += 16) v128.store(y + c, f32x4.splat(0));
  }
}

/** The windows of the pool that begin at row `top`; a tap is −1 where nothing is to flow back. */
function poolRow(
  kept: usize,
  keptBytes: usize,
  rowsKept: i32,
  top: i32,
  stride: usize,
  y: usize,
  taps: usize,
  relu: bool,
): void {
  const list = otherAddresses();
  let left0 = 0;
  let left1 = 0;
  let end = list;
  for (let ox = 0; ox < poolOutWidth; ox++, y += stride, taps += stride) {
    const left = ox * poolStrideWidth - poolLeft;
    if (left0 != max(0, -left) || left1 != min(poolWidth, outWidth - left)) {
      left0 = max(0, -left);
      left1 = min(poolWidth, outWidth - left);
      end = listTaps(kept, keptBytes, rowsKept, top, left0, left1, stride);
    }
    const first = <usize>left * stride;
    if (end == list + 32) takeLargestOfFour(list, first, stride, y, taps, relu);
    else takeLargest(list, end, first, stride, y, taps, relu);
  }
}

/** The largest of the listed taps, `first` bytes on, and which it was; a NaN wins, the last of several. */
@inline
function takeLargest(list: usize, end: usize, first: usize, stride: usize, y: usize, taps: usize, relu: bool): void {
  for (let c: usize = 0; c < stride; c += 16) {
    let largest = f32x4.splat(-Infinity);
    let tap = v128.load32_splat(list, 4);
    for (let entry = list; entry < end; entry += 8) {
      const value = v128.load(load<usize>(entry) + first + c);
      const hit = wins(value, largest);
      largest = v128.bitselect(value, largest, hit);
      tap = v128.bitselect(v128.load32_splat(entry, 4), tap, hit);
    }
    v128.store(y + c, largest);
    v128.store(taps + c, passed(tap, largest, relu));
  }
}

/** The same of four taps, as most pools have. */
@inline
function takeLargestOfFour(list: usize, first: usize, stride: usize, y: usize, taps: usize, relu: bool): void {
  const a0 = load<usize>(list) + first;
  const a1 = load<usize>(list, 8) + first;
  const a2 = load<usize>(list, 16) + first;
  const a3 = load<usize>(list, 24) + first;
  const tap0 = v128.load32_splat(list, 4);
  const tap1 = v128.load32_splat(list, 12);
  const tap2 = v128.load32_splat(list, 20);
  const tap3 = v128.load32_splat(list, 28);
  for (let c: usize = 0; c < stride; c += 16) {
    const v0 = v128.load(a0 + c);
    const v1 = v128.load(a1 + c);
    const v2 = v128.load(a2 + c);
    const v3 = v128.load(a3 + c);
    const hit1 = wins(v1, v0);
    const hit3 = wins(v3, v2);
    const upper = v128.bitselect(v1, v0, hit1);
    const lower = v128.bitselect(v3, v2, hit3);
    const hit = wins(lower, upper);
    const largest = v128.bitselect(lower, upper, hit);
    const tap = v128.bitselect(v128.bitselect(tap3, tap2, hit3), v128.bitselect(tap1, tap0, hit1), hit);
    v128.store(y + c, largest);
    v128.store(taps + c, passed(tap, largest, relu));
  }
}

/** Where a later value is taken in place of an earlier one. */
@inline
function wins(later: v128, earlier: v128): v128 {
  return v128.or(f32x4.gt(later, earlier), f32x4.ne(later, later));
}

/** The tap, or −1 where relu lets nothing back. */
@inline
function passed(tap: v128, largest: v128, relu: bool): v128 {
  return relu ? v128.or(tap, v128.not(f32x4.gt(largest, f32x4.splat(0)))) : tap;
}

/** Lists the taps of a window at the left edge of the kept rows, of which columns left0 … left1 lie in the image: `[address, tap]`. */
function listTaps(
  kept: usize,
  keptBytes: usize,
  rowsKept: i32,
  top: i32,
  left0: i32,
  left1: i32,
  stride: usize,
): usize {
  let end = otherAddresses();
  for (let ky = max(0, -top); ky < min(poolHeight, outHeight - top); ky++) {
    const row = kept + <usize>((top + ky) % rowsKept) * keptBytes;
    for (let kx = left0; kx < left1; kx++) {
      store<usize>(end, row + <usize>kx * stride);
      store<i32>(end, ky * poolWidth + kx, 4);
      end += 8;
    }
  }
  return end;
}
