// Weights filter by filter as they lie over an image, `[filters8][kernelHeight][pixels · pixel, padded to 4]`, also with
// what a dilated row passes over, in memory of the kernels' own: for gradients that come from one place at a time.
import { multiplyAdd } from './lanes';
import { dilationWidth, kernelHeight, kernelWidth } from './window';
import { ownFilters } from './workspace';

let pixel: i32 = 0;
let channels: i32 = 0;
let filters8: i32 = 0;
/** Vectors of a row of a filter. */
let vectors: i32 = 0;

/** To be called behind `setWindow`; returns the bytes of a row of a filter. */
export function setFilters(pixel_: i32, channels_: i32, filters8_: i32): usize {
  pixel = pixel_;
  channels = channels_;
  filters8 = filters8_;
  vectors = (((kernelWidth - 1) * dilationWidth + 1) * pixel + 3) >> 2;
  return <usize>vectors << 4;
}

/** Whether filters are three rows of up to four numbers. */
@inline
export function areThin(): bool {
  return vectors == 1 && kernelHeight == 3;
}

export function clearFilters(): void {
  memory.fill(ownFilters(), 0, (<usize>(filters8 * kernelHeight * vectors)) << 4);
}

/** From panels `[filters8/8][taps·channels, padded to 8][8]`. */
export function packFilters(weight: usize): void {
  clearFilters();
  const panelBytes = panelOfFilters();
  for (let f = 0; f < filters8; f++) {
    let from = weight + <usize>(f >> 3) * panelBytes + <usize>((f & 7) << 2);
    for (let ky = 0; ky < kernelHeight; ky++) {
      for (let kx = 0; kx < kernelWidth; kx++) {
        let to = placeOf(f, ky, kx);
        for (let c = 0; c < channels; c++, from += 32, to += 4) store<f32>(to, load<f32>(from));
      }
    }
  }
}

/** To panels; what pads them is 0. */
export function unpackFilters(weight: usize): void {
  const panelBytes = panelOfFilters();
  memory.fill(weight, 0, <usize>(filters8 >> 3) * panelBytes);
  for (let f = 0; f < filters8; f++) {
    let to = weight + <usize>(f >> 3) * panelBytes + <usize>((f & 7) << 2);
    for (let ky = 0; ky < kernelHeight; ky++) {
      for (let kx = 0; kx < kernelWidth; kx++) {
        let from = placeOf(f, ky, kx);
        for (let c = 0; c < channels; c++, from += 4, to += 32) store<f32>(to, load<f32>(from));
      }
    }
  }
}

@inline
function panelOfFilters(): usize {
  return <usize>(((kernelHeight * kernelWidth * channels + 7) & ~7) * 32);
}

@inline
function placeOf(filter: i32, ky: i32, kx: i32): usize {
  const row = <usize>(filter * kernelHeight + ky);
  return ownFilters() + ((row * <usize>vectors) << 4) + (<usize>(kx * dilationWidth * pixel) << 2);
}

/** to += scale·from over the rows of a filter, one of which lies over an image; strides in bytes from row to row. */
@inline
export function addFilterRows(to: usize, toStride: usize, from: usize, fromStride: usize, scale: v128): void {
  for (let row = kernelHeight; row > 0; --row) {
    let t = to;
    let f = from;
    let v = vectors;
    for (; v >= 6; v -= 6) {
      v128.store(t, multiplyAdd(scale, v128.load(f), v128.load(t)));
      v128.store(t, multiplyAdd(scale, v128.load(f, 16), v128.load(t, 16)), 16);
      v128.store(t, multiplyAdd(scale, v128.load(f, 32), v128.load(t, 32)), 32);
      v128.store(t, multiplyAdd(scale, v128.load(f, 48), v128.load(t, 48)), 48);
      v128.store(t, multiplyAdd(scale, v128.load(f, 64), v128.load(t, 64)), 64);
      v128.store(t, multiplyAdd(scale, v128.load(f, 80), v128.load(t, 80)), 80);
      t += 96;
      f += 96;
    }
    for (; v > 0; --v) {
      v128.store(t, multiplyAdd(scale, v128.load(f), v128.load(t)));
      t += 16;
      f += 16;
    }
    to += toStride;
    from += fromStride;
  }
}

/**
 * to += Σ scale·from over the rows of a filter, of the places of an image from `list` to `end`: the address of each, and
 * behind it its scale. There has to be room for three more, whose address is `spare`.
 */
export function addPlaces(to: usize, toStride: usize, list: usize, end: usize, fromStride: usize, spare: usize): void {
  if (vectors % 12 == 0) {
    for (let row: usize = 0; row < <usize>kernelHeight; row++, to += toStride) {
      for (let at: usize = 0; at < <usize>vectors << 4; at += 192) {
        addTwelveVectors(to + at, list, end, row * fromStride + at);
      }
    }
    return;
  }
  for (; ((end - list) & 31) != 0; end += 8) {
    store<usize>(end, spare);
    store<f32>(end, 0, 4);
  }
  for (; list < end; list += 32) addFourPlaces(to, toStride, list, fromStride);
}

/** The same for all rows, of four places at once. */
@inline
function addFourPlaces(to: usize, toStride: usize, list: usize, fromStride: usize): void {
  const scale0 = v128.load32_splat(list, 4);
  const scale1 = v128.load32_splat(list, 12);
  const scale2 = v128.load32_splat(list, 20);
  const scale3 = v128.load32_splat(list, 28);
  let f0 = load<usize>(list);
  let f1 = load<usize>(list, 8);
  let f2 = load<usize>(list, 16);
  let f3 = load<usize>(list, 24);
  for (let row = kernelHeight; row > 0; --row) {
    let i: usize = 0;
    for (let v = vectors; v >= 2; v -= 2, i += 32) {
      const t = to + i;
      const p0 = f0 + i;
      const p1 = f1 + i;
      const p2 = f2 + i;
      const p3 = f3 + i;
      let left = multiplyAdd(scale0, v128.load(p0), v128.load(t));
      let right = multiplyAdd(scale0, v128.load(p0, 16), v128.load(t, 16));
      left = multiplyAdd(scale1, v128.load(p1), left);
      right = multiplyAdd(scale1, v128.load(p1, 16), right);
      left = multiplyAdd(scale2, v128.load(p2), left);
      right = multiplyAdd(scale2, v128.load(p2, 16), right);
      v128.store(t, multiplyAdd(scale3, v128.load(p3), left));
      v128.store(t, multiplyAdd(scale3, v128.load(p3, 16), right), 16);
    }
    if ((vectors & 1) != 0) {
      let sum = multiplyAdd(scale0, v128.load(f0 + i), v128.load(to + i));
      sum = multiplyAdd(scale1, v128.load(f1 + i), sum);
      sum = multiplyAdd(scale2, v128.load(f2 + i), sum);
      v128.store(to + i, multiplyAdd(scale3, v128.load(f3 + i), sum));
    }
    to += toStride;
    f0 += fromStride;
    f1 += fromStride;
    f2 += fromStride;
    f3 += fromStride;
  }
}

/** The same for twelve vectors of a row, `offset` bytes from each place on: the sums stay in registers. */
function addTwelveVectors(to: usize, list: usize, end: usize, offset: usize): void {
  let s0 = v128.load(to);
  let s1 = v128.load(to, 16);
  let s2 = v128.load(to, 32);
  let s3 = v128.load(to, 48);
  let s4 = v128.load(to, 64);
  let s5 = v128.load(to, 80);
  let s6 = v128.load(to, 96);
  let s7 = v128.load(to, 112);
  let s8 = v128.load(to, 128);
  let s9 = v128.load(to, 144);
  let s10 = v128.load(to, 160);
  let s11 = v128.load(to, 176);
  for (; list < end; list += 8) {
    const from = load<usize>(list) + offset;
    const scale = v128.load32_splat(list, 4);
    s0 = multiplyAdd(scale, v128.load(from), s0);
    s1 = multiplyAdd(scale, v128.load(from, 16), s1);
    s2 = multiplyAdd(scale, v128.load(from, 32), s2);
    s3 = multiplyAdd(scale, v128.load(from, 48), s3);
    s4 = multiplyAdd(scale, v128.load(from, 64), s4);
    s5 = multiplyAdd(scale, v128.load(from, 80), s5);
    s6 = multiplyAdd(scale, v128.load(from, 96), s6);
    s7 = multiplyAdd(scale, v128.load(from, 112), s7);
    s8 = multiplyAdd(scale, v128.load(from, 128), s8);
    s9 = multiplyAdd(scale, v128.load(from, 144), s9);
    s10 = multiplyAdd(scale, v128.load(from, 160), s10);
    s11 = multiplyAdd(scale, v128.load(from, 176), s11);
  }
  v128.store(to, s0);
  v128.store(to, s1, 16);
  v128.store(to, s2, 32);
  v128.store(to, s3, 48);
  v128.store(to, s4, 64);
  v128.store(to, s5, 80);
  v128.store(to, s6, 96);
  v128.store(to, s7, 112);
  v128.store(to, s8, 128);
  v128.store(to, s9, 144);
  v128.store(to, s10, 160);
  v128.store(to, s11, 176);
}
