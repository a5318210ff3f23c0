// Activations element by element, and softmax by row.
import {
  bell,
  exp,
  expMinusOne,
  normalDistribution,
  sigmoid,
  softplus,
  tanh,
  timesNormalDensity,
} from './elementary';
import { flushSmall, lanesBelow, maxAcross, multiplyAdd, positivePart, sumAcross } from './lanes';

// Indices into `activationKinds` of the table.
const linear = 0;
const relu = 1;
const leakyRelu = 2;
const elu = 3;
const selu = 4;
const gelu = 5;
const silu = 6;
const sigmoidal = 7;
const hyperbolic = 8;
const smoothRelu = 9;

const leakySlope: f32 = 0.01;
const seluScale: f32 = 1.05070098735548;
const seluScaleAlpha: f32 = 1.75809934084738;

/** `kind` is a constant at every call, so that the compiler keeps one branch. */
@inline
function activate(kind: i32, x: v128): v128 {
  if (kind == relu) return positivePart(x);
  if (kind == gelu) return f32x4.mul(notInfinitelyLow(x), normalDistribution(x, bell(x)));
  if (kind == silu) return f32x4.mul(notInfinitelyLow(x), sigmoid(x));
  if (kind == sigmoidal) return sigmoid(x);
  if (kind == hyperbolic) return tanh(x);
  if (kind == smoothRelu) return softplus(x);
  if (kind == leakyRelu) return whereNegative(x, f32x4.mul(x, f32x4.splat(leakySlope)), x);
  if (kind == elu) return whereNegative(x, expMinusOne(x), x);
  if (kind == selu) {
    const low = f32x4.mul(f32x4.splat(seluScaleAlpha), expMinusOne(x));
    return whereNegative(x, low, f32x4.mul(f32x4.splat(seluScale), x));
  }
  return x;
}

@inline
function derivative(kind: i32, x: v128, y: v128): v128 {
  const one = f32x4.splat(1);
  if (kind == relu) return v128.and(f32x4.gt(y, f32x4.splat(0)), one);
  if (kind == gelu) {
    const e = bell(x);
    return f32x4.add(normalDistribution(x, e), timesNormalDensity(x, e));
  }
  if (kind == silu) {
    const s = sigmoid(x);
    const c = f32x4.pmin(f32x4.pmax(x, f32x4.splat(-100)), f32x4.splat(100)); // beyond, s·(1 − s) is 0
    return multiplyAdd(f32x4.mul(s, f32x4.sub(one, s)), c, s);
  }
  if (kind == sigmoidal) return f32x4.mul(y, f32x4.sub(one, y));
  if (kind == hyperbolic) return f32x4.sub(one, f32x4.mul(y, y));
  if (kind == smoothRelu) return sigmoid(x);
  if (kind == leakyRelu) return wherePositive(y, one, f32x4.splat(leakySlope));
  if (kind == elu) return wherePositive(y, one, f32x4.add(y, one));
  if (kind == selu) return wherePositive(y, f32x4.splat(seluScale), f32x4.add(y, f32x4.splat(seluScaleAlpha)));
  return one;
}

/** −∞ · 0 would be NaN where the limit is 0. */
@inline
function notInfinitelyLow(x: v128): v128 {
  return f32x4.pmax(x, f32x4.splat(-3e38));
}

@inline
function whereNegative(x: v128, then: v128, otherwise: v128): v128 {
  return v128.bitselect(then, otherwise, f32x4.lt(x, f32x4.splat(0)));
}

@inline
function wherePositive(y: v128, then: v128, otherwise: v128): v128 {
  return v128.bitselect(then, otherwise, f32x4.gt(y, f32x4.splat(0)));
}

@inline
function forwardOf(kind: i32, x: usize, y: usize, count: i32): void {
  for (const end = x + <usize>count * 4; x < end; x += 16, y += 16) {
    v128.store(y, activate(kind, v128.load(x)));
  }
}

@inline
function backwardOf(kind: i32, x: usize, y: usize, dy: usize, dx: usize, count: i32): void {
  for (const end = dy + <usize>count * 4; dy < end; dy += 16, dx += 16, x += 16, y += 16) {
    const slope = derivative(kind, v128.load(x), v128.load(y));
    v128.store(dx, flushSmall(f32x4.mul(v128.load(dy), slope)));
  }
}

export function activationForward(kind: i32, x: usize, y: usize, count: i32): void {
  switch (kind) {
    case linear: return forwardOf(linear, x, y, count);
    case relu: return forwardOf(relu, x, y, count);
    case leakyRelu: return forwardOf(leakyRelu, x, y, count);
    case elu: return forwardOf(elu, x, y, count);
    case selu: return forwardOf(selu, x, y, count);
    case gelu: return forwardOf(gelu, x, y, count);
    case silu: return forwardOf(silu, x, y, count);
    case sigmoidal: return forwardOf(sigmoidal, x, y, count);
    case hyperbolic: return forwardOf(hyperbolic, x, y, count);
    case smoothRelu: return forwardOf(smoothRelu, x, y, count);
    default: unreachable();
  }
}

export function activationBackward(kind: i32, x: usize, y: usize, dy: usize, dx: usize, count: i32): void {
  switch (kind) {
    case linear: return backwardOf(linear, x, y, dy, dx, count);
    case relu: return backwardOf(relu, x, y, dy, dx, count);
    case leakyRelu: return backwardOf(leakyRelu, x, y, dy, dx, count);
    case elu: return backwardOf(elu, x, y, dy, dx, count);
    case selu: return backwardOf(selu, x, y, dy, dx, count);
    case gelu: return backwardOf(gelu, x, y, dy, dx, count);
    case silu: return backwardOf(silu, x, y, dy, dx, count);
    case sigmoidal: return backwardOf(sigmoidal, x, y, dy, dx, count);
    case hyperbolic: return backwardOf(hyperbolic, x, y, dy, dx, count);
    case smoothRelu: return backwardOf(smoothRelu, x, y, dy, dx, count);
    default: unreachable();
  }
}

/** The largest of n numbers, in every lane. A NaN may be passed over: its exponential will show it. */
@inline
export function maxOfRow(x: usize, n: i32): v128 {
  const lowest = f32x4.splat(-Infinity);
  let largest = lowest;
  let j = 0;
  for (; j + 4 <= n; j += 4, x += 16) largest = f32x4.pmax(largest, v128.load(x));
  if (j < n) largest = f32x4.pmax(largest, v128.bitselect(v128.load(x), lowest, lanesBelow(n, j)));
  return maxAcross(largest);
}

/** y = e^(x − shift) over n columns and 0 in the padding up to ld (y 0: not wanted); returns the sum in every lane. */
@inline
export function exponentialsOfRow(x: usize, y: usize, n: i32, ld: i32, shift: v128): v128 {
  let sum = f32x4.splat(0);
  for (let j = 0; j < n; j += 4) {
    const o = <usize>(j * 4);
    const e = v128.and(exp(f32x4.sub(v128.load(x + o), shift)), lanesBelow(n, j));
    if (y != 0) v128.store(y + o, e);
    sum = f32x4.add(sum, e);
  }
  if (y != 0) for (let j = (n + 3) & ~3; j < ld; j += 4) v128.store(y + <usize>(j * 4), f32x4.splat(0));
  return sumAcross(sum);
}

export function rescaleBackward(x: usize, y: usize, dy: usize, dx: usize, half: i32): void {
  const toPair = <usize>half << 2;
  const least = f32x4.splat(1e-6);
  for (let i = 0; i < half; i += 4, x += 16, y += 16, dy += 16, dx += 16) {
    const across = f32x4.sub(v128.load(x), v128.load(x + toPair));
    const differs = f32x4.gt(f32x4.abs(across), least);
    const slope = f32x4.div(f32x4.sub(v128.load(y), v128.load(y + toPair)), across);
    rescale(dy, dx, slope, differs);
    rescale(dy + toPair, dx + toPair, slope, differs);
  }
}

@inline
function rescale(dy: usize, dx: usize, slope: v128, differs: v128): void {
  v128.store(dx, v128.bitselect(f32x4.mul(v128.load(dy), slope), v128.load(dx), differs));
}

export function softmaxForward(x: usize, y: usize, rows4: i32, n: i32, ld: i32): void {
  const stride = <usize>(ld * 4);
  for (let r = 0; r < rows4; r++, x += stride, y += stride) {
    const scale = f32x4.div(f32x4.splat(1), exponentialsOfRow(x, y, n, ld, maxOfRow(x, n)));
    for (let j = 0; j < n; j += 4) {
      const place = y + <usize>(j * 4);
      const share = flushSmall(f32x4.mul(scale, v128.load(place)));
      v128.store(place, v128.and(share, lanesBelow(n, j)));
    }
  }
}

/** dx = y · (dy − Σ y·dy); y is 0 in the padding, so dx is. */
export function softmaxBackward(y: usize, dy: usize, dx: usize, rows4: i32, n: i32, ld: i32): void {
  const stride = <usize>(ld * 4);
  for (let r = 0; r < rows4; r++, y += stride, dy += stride, dx += stride) {
    let dots = f32x4.splat(0);
    for (let j: usize = 0; j < stride; j += 16) {
      dots = multiplyAdd(v128.load(y + j), v128.load(dy + j), dots);
    }
    const dot = sumAcross(dots);
    for (let j: usize = 0; j < stride; j += 16) {
      const slope = f32x4.mul(v128.load(y + j), f32x4.sub(v128.load(dy + j), dot));
      v128.store(dx + j, v128.and(flushSmall(slope), lanesBelow(n, <i32>(j >> 2))));
    }
  }
}
