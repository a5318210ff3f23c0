// Pools, four channels at a time.
import { flushSmall } from './lanes';
import { endTap, firstTap, tapAt } from './window';

/** Zeroes the rows that pad a buffer of `rows` rows to a multiple of 4; y stands behind the last. */
@inline
function clearRows(y: usize, rows: i32, stride: usize): void {
  for (; (rows & 3) != 0; rows++, y += stride) {
    for (let c: usize = 0; c < stride; c += 16) v128.store(y + c, f32x4.splat(0));
  }
}

export function maxPoolForward(
  x: usize,
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
  ld: i32,
): void {
  const stride = <usize>(ld * 4);
  const imageBytes = <usize>(height * width) * stride;
  for (let n = 0; n < images; n++) {
    for (let oy = 0; oy < outHeight; oy++) {
      const top = oy * strideHeight - paddingTop;
      const y0 = firstTap(top, dilationHeight);
      const y1 = endTap(top, dilationHeight, height, kernelHeight);
      for (let ox = 0; ox < outWidth; ox++) {
        const left = ox * strideWidth - paddingLeft;
        const x0 = firstTap(left, dilationWidth);
        const x1 = endTap(left, dilationWidth, width, kernelWidth);
        for (let c: usize = 0; c < stride; c += 16) {
          let largest = f32x4.splat(-Infinity);
          for (let ky = y0; ky < y1; ky++) {
            for (let kx = x0; kx < x1; kx++) {
              const from = x + tapAt(top, left, dilationHeight, dilationWidth, width, ky, kx) * stride + c;
              largest = f32x4.max(largest, v128.load(from));
            }
          }
          v128.store(y + c, largest);
        }
        y += stride;
      }
    }
    x += imageBytes;
  }
  clearRows(y, images * outHeight * outWidth, stride);
}

export function maxPoolBackward(
  x: usize,
  y: usize,
  dy: usize,
  dx: usize,
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
  ld: i32,
  relu: i32,
): void {
  memory.fill(dx, 0, <usize>((images * height * width + 3) & ~3) * <usize>ld * 4);
  const stride = <usize>(ld * 4);
  const imageBytes = <usize>(height * width) * stride;
  for (let n = 0; n < images; n++) {
    for (let oy = 0; oy < outHeight; oy++) {
      const top = oy * strideHeight - paddingTop;
      const y0 = firstTap(top, dilationHeight);
      const y1 = endTap(top, dilationHeight, height, kernelHeight);
      for (let ox = 0; ox < outWidth; ox++) {
        const left = ox * strideWidth - paddingLeft;
        const x0 = firstTap(left, dilationWidth);
        const x1 = endTap(left, dilationWidth, width, kernelWidth);
        for (let c: usize = 0; c < stride; c += 16) {
          const largest = v128.load(y + c);
          let d = v128.load(dy + c);
          if (relu != 0) d = v128.and(d, f32x4.gt(largest, f32x4.splat(0)));
          for (let ky = y0; ky < y1; ky++) {
            for (let kx = x0; kx < x1; kx++) {
              const at = tapAt(top, left, dilationHeight, dilationWidth, width, ky, kx) * stride + c;
              const value = v128.load(x + at);
              const hit = v128.or(f32x4.eq(value, largest), f32x4.ne(value, value));
              v128.store(dx + at, f32x4.add(v128.load(dx + at), v128.and(d, hit)));
              d = v128.andnot(d, hit);
            }
          }
        }
        y += stride;
        dy += stride;
      }
    }
    x += imageBytes;
    dx += imageBytes;
  }
}

export function averagePoolForward(
  x: usize,
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
  ld: i32,
): void {
  const share = f32x4.splat(1 / <f32>(kernelHeight * kernelWidth));
  const stride = <usize>(ld * 4);
  const imageBytes = <usize>(height * width) * stride;
  for (let n = 0; n < images; n++) {
    for (let oy = 0; oy < outHeight; oy++) {
      const top = oy * strideHeight - paddingTop;
      const y0 = firstTap(top, dilationHeight);
      const y1 = endTap(top, dilationHeight, height, kernelHeight);
      for (let ox = 0; ox < outWidth; ox++) {
        const left = ox * strideWidth - paddingLeft;
        const x0 = firstTap(left, dilationWidth);
        const x1 = endTap(left, dilationWidth, width, kernelWidth);
        for (let c: usize = 0; c < stride; c += 16) {
          let sum = f32x4.splat(0);
          for (let ky = y0; ky < y1; ky++) {
            for (let kx = x0; kx < x1; kx++) {
              const from = x + tapAt(top, left, dilationHeight, dilationWidth, width, ky, kx) * stride + c;
              sum = f32x4.add(sum, v128.load(from));
            }
          }
          v128.store(y + c, f32x4.mul(sum, share));
        }
        y += stride;
      }
    }
    x += imageBytes;
  }
  clearRows(y, images * outHeight * outWidth, stride);
}

export function averagePoolBackward(
  dy: usize,
  dx: usize,
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
  ld: i32,
): void {
  const share = f32x4.splat(1 / <f32>(kernelHeight * kernelWidth));
  memory.fill(dx, 0, <usize>((images * height * width + 3) & ~3) * <usize>ld * 4);
  const stride = <usize>(ld * 4);
  const imageBytes = <usize>(height * width) * stride;
  for (let n = 0; n < images; n++) {
    for (let oy = 0; oy < outHeight; oy++) {
      const top = oy * strideHeight - paddingTop;
      const y0 = firstTap(top, dilationHeight);
      const y1 = endTap(top, dilationHeight, height, kernelHeight);
      for (let ox = 0; ox < outWidth; ox++) {
        const left = ox * strideWidth - paddingLeft;
        const x0 = firstTap(left, dilationWidth);
        const x1 = endTap(left, dilationWidth, width, kernelWidth);
        for (let c: usize = 0; c < stride; c += 16) {
          const d = flushSmall(f32x4.mul(v128.load(dy + c), share));
          for (let ky = y0; ky < y1; ky++) {
            for (let kx = x0; kx < x1; kx++) {
              const to = dx + tapAt(top, left, dilationHeight, dilationWidth, width, ky, kx) * stride + c;
              v128.store(to, f32x4.add(v128.load(to), d));
            }
          }
        }
        dy += stride;
      }
    }
    dx += imageBytes;
  }
}
