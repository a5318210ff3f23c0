// Scaled dot-product attention, a sample and a head at a time.
import { exp } from './elementary';
import { flushSmall, lanesBelow, maxAcross, multiplyAdd, sumAcross } from './lanes';
import { multiplyByColumns, multiplyMatrices, multiplyTransposed } from './matrixProduct';

export function attentionWeights(
  qkv: usize,
  weights: usize,
  samples: i32,
  positions8: i32,
  heads: i32,
  width8: i32,
  positions: i32,
  causal: i32,
  scale: f64,
): void {
  const toKeys = <usize>(heads * width8 * 4);
  const stride = 3 * toKeys;
  const rowBytes = <usize>(positions8 * 4);
  for (let s = 0; s < samples; s++, qkv += <usize>positions8 * stride) {
    for (let h = 0; h < heads; h++, weights += <usize>positions8 * rowBytes) {
      const query = qkv + <usize>(h * width8 * 4);
      multiplyTransposed(
        query, stride, query + toKeys, stride, weights, rowBytes, positions8, width8, positions8, causal,
      );
      for (let i = 0, row = weights; i < positions8; i++, row += rowBytes) {
        softmaxOfRow(row, causal != 0 ? min(i + 1, positions) : positions, positions8, <f32>scale);
      }
    }
  }
}

/** softmax(scale · x) over the first n numbers, in place; 0 behind them. */
@inline
function softmaxOfRow(x: usize, n: i32, ld: i32, scale: f32): void {
  const factor = f32x4.splat(scale);
  const lowest = f32x4.splat(-Infinity);
  let largest = lowest;
  for (let j = 0; j < n; j += 4) {
    largest = f32x4.pmax(largest, v128.bitselect(v128.load(x + <usize>(j * 4)), lowest, lanesBelow(n, j)));
  }
  const top = maxAcross(largest);
  let sum = f32x4.splat(0);
  for (let j = 0; j < n; j += 4) {
    const place = x + <usize>(j * 4);
    const e = v128.and(exp(f32x4.mul(factor, f32x4.sub(v128.load(place), top))), lanesBelow(n, j));
    v128.store(place, e);
    sum = f32x4.add(sum, e);
  }
  const share = f32x4.div(f32x4.splat(1), sumAcross(sum));
  let j = 0;
  for (; j < n; j += 4) {
    const place = x + <usize>(j * 4);
    v128.store(place, flushSmall(f32x4.mul(share, v128.load(place))));
  }
  for (; j < ld; j += 4) v128.store(x + <usize>(j * 4), f32x4.splat(0));
}

export function attentionMix(
  qkv: usize,
  weights: usize,
  y: usize,
  samples: i32,
  positions8: i32,
  heads: i32,
  width8: i32,
  causal: i32,
): void {
  const yStride = <usize>(heads * width8 * 4);
  const stride = 3 * yStride;
  const rowBytes = <usize>(positions8 * 4);
  for (let s = 0; s < samples; s++, qkv += <usize>positions8 * stride, y += <usize>positions8 * yStride) {
    for (let h = 0; h < heads; h++, weights += <usize>positions8 * rowBytes) {
      const head = <usize>(h * width8 * 4);
      multiplyMatrices(
        weights, rowBytes, qkv + 2 * yStride + head, stride, y + head, yStride, positions8, positions8, width8, causal,
      );
    }
  }
}

export function attentionMixBackward(
  qkv: usize,
  weights: usize,
  dy: usize,
  dWeights: usize,
  dQkv: usize,
  samples: i32,
  positions8: i32,
  heads: i32,
  width8: i32,
  causal: i32,
): void {
  const dyStride = <usize>(heads * width8 * 4);
  const stride = 3 * dyStride;
  const rowBytes = <usize>(positions8 * 4);
  const block = <usize>positions8 * rowBytes;
  for (let s = 0; s < samples; s++) {
    for (let h = 0; h < heads; h++, weights += block, dWeights += block) {
      const head = <usize>(h * width8 * 4);
      const toValues = 2 * dyStride + head;
      multiplyTransposed(
        dy + head, dyStride, qkv + toValues, stride, dWeights, rowBytes, positions8, width8, positions8, causal,
      );
      if (causal != 0) clearBehindDiagonal(dWeights, rowBytes, positions8);
      multiplyByColumns(
        weights, rowBytes, dy + head, dyStride, dQkv + toValues, stride, positions8, positions8, width8, causal,
      );
    }
    qkv += <usize>positions8 * stride;
    dQkv += <usize>positions8 * stride;
    dy += <usize>positions8 * dyStride;
  }
}

@inline
function clearBehindDiagonal(x: usize, rowBytes: usize, n: i32): void {
  for (let i = 0; i < n; i++, x += rowBytes) {
    const diagonal = x + <usize>((i & ~3) * 4);
    v128.store(diagonal, v128.and(v128.load(diagonal), lanesBelow(i + 1, i & ~3)));
    const end = x + <usize>(n * 4);
    for (let place = diagonal + 16; place < end; place += 16) v128.store(place, f32x4.splat(0));
  }
}

export function attentionWeightsBackward(
  qkv: usize,
  weights: usize,
  dWeights: usize,
  dQkv: usize,
  samples: i32,
  positions8: i32,
  heads: i32,
  width8: i32,
  causal: i32,
  scale: f64,
): void {
  const toKeys = <usize>(heads * width8 * 4);
  const stride = 3 * toKeys;
  const rowBytes = <usize>(positions8 * 4);
  const block = <usize>positions8 * rowBytes;
  for (let s = 0; s < samples; s++, qkv += <usize>positions8 * stride, dQkv += <usize>positions8 * stride) {
    for (let h = 0; h < heads; h++, weights += block, dWeights += block) {
      const head = <usize>(h * width8 * 4);
      for (let i = 0; i < positions8; i++) {
        const o = <usize>i * rowBytes;
        // What a causal row does not see is 0 already, in both.
        const bytes = causal != 0 ? <usize>((i & ~3) + 4) * 4 : rowBytes;
        softmaxSlope(weights + o, dWeights + o, bytes, <f32>scale);
      }
      multiplyMatrices(
        dWeights, rowBytes, qkv + toKeys + head, stride, dQkv + head, stride, positions8, positions8, width8, causal,
      );
      multiplyByColumns(
        dWeights, rowBytes, qkv + head, stride, dQkv + toKeys + head, stride, positions8, positions8, width8, causal,
      );
    }
  }
}

/** dx = scale · y · (dx − Σ y·dx), in place. */
@inline
function softmaxSlope(y: usize, dx: usize, bytes: usize, scale: f32): void {
  let dots = f32x4.splat(0);
  for (let o: usize = 0; o < bytes; o += 16) dots = multiplyAdd(v128.load(y + o), v128.load(dx + o), dots);
  const dot = sumAcross(dots);
  const factor = f32x4.splat(scale);
  for (let o: usize = 0; o < bytes; o += 16) {
    const slope = f32x4.mul(f32x4.mul(factor, v128.load(y + o)), f32x4.sub(v128.load(dx + o), dot));
    v128.store(dx + o, flushSmall(slope));
  }
}
