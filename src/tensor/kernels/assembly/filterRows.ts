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
    for (; v >= 4; v -= 4) {
      v128.store(t, multiplyAdd(scale, v128.load(f), v128.load(t)));
      v128.store(t, multiplyAdd(scale, v128.load(f, 16), v128.load(t, 16)), 16);
      v128.store(t, multiplyAdd(scale, v128.load(f, 32), v128.load(t, 32)), 32);
      v128.store(t, multiplyAdd(scale, v128.load(f, 48), v128.load(t, 48)), 48);
      t += 64;
      f += 64;
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
