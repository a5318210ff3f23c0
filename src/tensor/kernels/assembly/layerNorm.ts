// Normalisation of each row by itself.
import { lanesBelow, multiplyAdd, sumOfLanes } from './lanes';

export function layerNormForward(
  x: usize,
  y: usize,
  normalized: usize,
  inverseStd: usize,
  gamma: usize,
  beta: usize,
  rows4: i32,
  n: i32,
  ld: i32,
  epsilon: f64,
): void {
  const stride = <usize>(ld * 4);
  for (let r = 0; r < rows4; r++, x += stride, y += stride, normalized += stride, inverseStd += 4) {
    const first = v128.load32_splat(x);
    let sum = f32x4.splat(0);
    for (let j = 0; j < n; j += 4) {
      sum = f32x4.add(sum, v128.and(f32x4.sub(v128.load(x + <usize>(j * 4)), first), lanesBelow(n, j)));
    }
    const mean = f32x4.add(first, f32x4.splat(sumOfLanes(sum) / <f32>n));
    let squares = f32x4.splat(0);
    for (let j = 0; j < n; j += 4) {
      const d = v128.and(f32x4.sub(v128.load(x + <usize>(j * 4)), mean), lanesBelow(n, j));
      squares = multiplyAdd(d, d, squares);
    }
    const scale: f32 = <f32>1 / sqrt<f32>(sumOfLanes(squares) / <f32>n + <f32>epsilon);
    store<f32>(inverseStd, scale);
    for (let j = 0; j < ld; j += 4) {
      const o = <usize>(j * 4);
      const below = lanesBelow(n, j);
      const h = v128.and(f32x4.mul(f32x4.sub(v128.load(x + o), mean), f32x4.splat(scale)), below);
      v128.store(normalized + o, h);
      v128.store(y + o, v128.and(multiplyAdd(v128.load(gamma + o), h, v128.load(beta + o)), below));
    }
  }
}

export function layerNormBackward(
  dy: usize,
  normalized: usize,
  inverseStd: usize,
  gamma: usize,
  dx: usize,
  dGamma: usize,
  dBeta: usize,
  rows4: i32,
  n: i32,
  ld: i32,
): void {
  const stride = <usize>(ld * 4);
  for (let o: usize = 0; o < stride; o += 16) {
    v128.store(dGamma + o, f32x4.splat(0));
    v128.store(dBeta + o, f32x4.splat(0));
  }
  for (let r = 0; r < rows4; r++, dy += stride, dx += stride, normalized += stride, inverseStd += 4) {
    let sums = f32x4.splat(0);
    let dots = f32x4.splat(0);
    for (let j = 0; j < n; j += 4) {
      const o = <usize>(j * 4);
      const d = v128.and(v128.load(dy + o), lanesBelow(n, j));
      const h = v128.load(normalized + o);
      const dNormalized = f32x4.mul(d, v128.load(gamma + o));
      sums = f32x4.add(sums, dNormalized);
      dots = multiplyAdd(dNormalized, h, dots);
      v128.store(dGamma + o, multiplyAdd(d, h, v128.load(dGamma + o)));
      v128.store(dBeta + o, f32x4.add(v128.load(dBeta + o), d));
    }
    const mean = f32x4.splat(sumOfLanes(sums) / <f32>n);
    const slope = f32x4.splat(sumOfLanes(dots) / <f32>n);
    const scale = v128.load32_splat(inverseStd);
    for (let j = 0; j < ld; j += 4) {
      const o = <usize>(j * 4);
      const dNormalized = f32x4.mul(v128.load(dy + o), v128.load(gamma + o));
      const centred = f32x4.sub(f32x4.sub(dNormalized, mean), f32x4.mul(v128.load(normalized + o), slope));
      v128.store(dx + o, v128.and(f32x4.mul(scale, centred), lanesBelow(n, j)));
    }
  }
}
