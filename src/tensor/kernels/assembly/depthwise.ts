// Convolutions of each channel by itself: no product, four channels at a time.
import { flushSmall, multiplyAdd, positivePart } from './lanes';
import { endTap, firstTap, tapAt } from './window';

export function depthwiseForward(
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
  ld: i32,
  relu: i32,
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
          let sum = bias != 0 ? v128.load(bias + c) : f32x4.splat(0);
          for (let ky = y0; ky < y1; ky++) {
            for (let kx = x0; kx < x1; kx++) {
              const from = x + tapAt(top, left, dilationHeight, dilationWidth, width, ky, kx) * stride + c;
              const w = weight + <usize>(ky * kernelWidth + kx) * stride + c;
              sum = multiplyAdd(v128.load(from), v128.load(w), sum);
            }
          }
          v128.store(y + c, relu != 0 ? positivePart(sum) : sum);
        }
        y += stride;
      }
    }
    x += imageBytes;
  }
  for (let r = images * outHeight * outWidth; (r & 3) != 0; r++, y += stride) {
    for (let c: usize = 0; c < stride; c += 16) {
      const start = bias != 0 ? v128.load(bias + c) : f32x4.splat(0);
      v128.store(y + c, relu != 0 ? positivePart(start) : start);
    }
  }
}

export function depthwiseBackwardWeight(
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
  ld: i32,
): void {
  memory.fill(dWeight, 0, <usize>(kernelHeight * kernelWidth * ld) * 4);
  if (dBias != 0) memory.fill(dBias, 0, <usize>ld * 4);
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
          const d = v128.load(dy + c);
          if (dBias != 0) v128.store(dBias + c, f32x4.add(v128.load(dBias + c), d));
          for (let ky = y0; ky < y1; ky++) {
            for (let kx = x0; kx < x1; kx++) {
              const from = x + tapAt(top, left, dilationHeight, dilationWidth, width, ky, kx) * stride + c;
              const w = dWeight + <usize>(ky * kernelWidth + kx) * stride + c;
              v128.store(w, multiplyAdd(v128.load(from), d, v128.load(w)));
            }
          }
        }
        dy += stride;
      }
    }
    x += imageBytes;
  }
}

export function depthwiseBackwardInput(
  dy: usize,
  weight: usize,
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
          const d = v128.load(dy + c);
          for (let ky = y0; ky < y1; ky++) {
            for (let kx = x0; kx < x1; kx++) {
              const to = dx + tapAt(top, left, dilationHeight, dilationWidth, width, ky, kx) * stride + c;
              const w = weight + <usize>(ky * kernelWidth + kx) * stride + c;
              v128.store(to, flushSmall(multiplyAdd(v128.load(w), d, v128.load(to))));
            }
          }
        }
        dy += stride;
      }
    }
    dx += imageBytes;
  }
}
