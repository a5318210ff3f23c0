// batchNorm by columns, layerNorm by rows.
import { lanesBelow, multiplyAdd, sumOfLanes } from './lanes';

export function batchNormForward(
  x: usize,
  y: usize,
  normalized: usize,
  inverseStd: usize,
  gamma: usize,
  beta: usize,
  runningMean: usize,
  runningVar: usize,
  rows: i32,
  rows4: i32,
  n8: i32,
  epsilon: f64,
  momentum: f64,
): void {
  const stride = <usize>(n8 * 4);
  const rate = f32x4.splat(<f32>momentum);
  const unbiased = f32x4.splat(<f32>(1 / <f64>max(rows - 1, 1)));
  for (let j: usize = 0; j < stride; j += 16) {
    // Deviations from the first row lose nothing where values lie far from 0.
    const first = v128.load(x + j);
    const mean = f32x4.add(first, meanDeviation(x + j, stride, rows, first));
    const squares = squaredDeviations(x + j, stride, rows, mean);
    const variance = f32x4.div(squares, f32x4.splat(<f32>rows));
    moveTowards(runningMean + j, mean, rate);
    moveTowards(runningVar + j, f32x4.mul(squares, unbiased), rate);
    const scale = inverseRoot(variance, <f32>epsilon);
    v128.store(inverseStd + j, scale);
    const g = v128.load(gamma + j);
    const b = v128.load(beta + j);
    let o = j;
    for (let r = 0; r < rows; r++, o += stride) {
      const h = f32x4.mul(f32x4.sub(v128.load(x + o), mean), scale);
      v128.store(normalized + o, h);
      v128.store(y + o, multiplyAdd(g, h, b));
    }
    for (let r = rows; r < rows4; r++, o += stride) {
      v128.store(normalized + o, f32x4.splat(0));
      v128.store(y + o, f32x4.splat(0));
    }
  }
}

@inline
function meanDeviation(x: usize, stride: usize, rows: i32, from: v128): v128 {
  let sum = f32x4.splat(0);
  for (let r = 0; r < rows; r++, x += stride) sum = f32x4.add(sum, f32x4.sub(v128.load(x), from));
  return f32x4.div(sum, f32x4.splat(<f32>rows));
}

@inline
function squaredDeviations(x: usize, stride: usize, rows: i32, mean: v128): v128 {
  let sum = f32x4.splat(0);
  for (let r = 0; r < rows; r++, x += stride) {
    const d = f32x4.sub(v128.load(x), mean);
    sum = multiplyAdd(d, d, sum);
  }
  return sum;
}

/** *place += rate · (value − *place) */
@inline
function moveTowards(place: usize, value: v128, rate: v128): void {
  const old = v128.load(place);
  v128.store(place, multiplyAdd(rate, f32x4.sub(value, old), old));
}

/** 1/√(v + ε) */
@inline
function inverseRoot(v: v128, epsilon: f32): v128 {
  return f32x4.div(f32x4.splat(1), f32x4.sqrt(f32x4.add(v, f32x4.splat(epsilon))));
}

export function batchNormBackward(
  dy: usize,
  normalized: usize,
  inverseStd: usize,
  gamma: usize,
  dx: usize,
  dGamma: usize,
  dBeta: usize,
  rows: i32,
  rows4: i32,
  n8: i32,
): void {
  const stride = <usize>(n8 * 4);
  const share = f32x4.splat(<f32>(1 / <f64>rows));
  for (let j: usize = 0; j < stride; j += 16) {
    let sum = f32x4.splat(0);
    let dot = f32x4.splat(0);
    let o = j;
    for (let r = 0; r < rows; r++, o += stride) {
      const d = v128.load(dy + o);
      sum = f32x4.add(sum, d);
      dot = multiplyAdd(d, v128.load(normalized + o), dot);
    }
    v128.store(dBeta + j, sum);
    v128.store(dGamma + j, dot);
    const scale = f32x4.mul(v128.load(gamma + j), v128.load(inverseStd + j));
    sum = f32x4.mul(sum, share);
    dot = f32x4.mul(dot, share);
    o = j;
    for (let r = 0; r < rows; r++, o += stride) {
      const centred = f32x4.sub(f32x4.sub(v128.load(dy + o), sum), f32x4.mul(v128.load(normalized + o), dot));
      v128.store(dx + o, f32x4.mul(scale, centred));
    }
    for (let r = rows; r < rows4; r++, o += stride) v128.store(dx + o, f32x4.splat(0));
  }
}

export function batchNormInference(
  x: usize,
  y: usize,
  gamma: usize,
  beta: usize,
  runningMean: usize,
  runningVar: usize,
  rows4: i32,
  n8: i32,
  epsilon: f64,
): void {
  const stride = <usize>(n8 * 4);
  for (let j: usize = 0; j < stride; j += 16) {
    const scale = f32x4.mul(v128.load(gamma + j), inverseRoot(v128.load(runningVar + j), <f32>epsilon));
    const mean = v128.load(runningMean + j);
    const b = v128.load(beta + j);
    let o = j;
    for (let r = 0; r < rows4; r++, o += stride) {
      v128.store(y + o, multiplyAdd(f32x4.sub(v128.load(x + o), mean), scale, b));
    }
  }
}

export function batchNormInferenceBackward(
  dy: usize,
  gamma: usize,
  runningVar: usize,
  dx: usize,
  rows4: i32,
  n8: i32,
  epsilon: f64,
): void {
  const stride = <usize>(n8 * 4);
  for (let j: usize = 0; j < stride; j += 16) {
    const scale = f32x4.mul(v128.load(gamma + j), inverseRoot(v128.load(runningVar + j), <f32>epsilon));
    let o = j;
    for (let r = 0; r < rows4; r++, o += stride) v128.store(dx + o, f32x4.mul(v128.load(dy + o), scale));
  }
}

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
