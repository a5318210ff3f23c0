// Normalisation of columns over a batch: forward and back, while training and with statistics that stay.
import { multiplyAdd } from './lanes';
import { packedPanel } from './workspace';

/** Bytes of columns whose statistics are taken before their rows are gone over once more. */
const stripBytes: usize = 256;
/** Rows that are gone over 8 columns at a time: a strip of them stays in L1, so that each line comes from afar once. */
const rowsAtOnce: i32 = 16;

export function batchNormForward(
  x: usize,
  y: usize,
  means: usize,
  inverseStd: usize,
  gamma: usize,
  beta: usize,
  runningMean: usize,
  runningVar: usize,
  rows: i32,
  rows4: i32,
  n8: i32,
  ld: i32,
  epsilon: f64,
  momentum: f64,
  relu: i32,
): void {
  const stride = <usize>(ld * 4);
  const width = <usize>(n8 * 4);
  const floor = relu != 0 ? f32x4.splat(0) : f32x4.splat(-Infinity);
  const squares = packedPanel();
  for (let j: usize = 0; j < width; j += stripBytes) {
    const end = min(j + stripBytes, width);
    for (let k = j; k < end; k += 32) {
      // Deviations from the first row lose nothing where values lie far from 0.
      sumDeviations(false, x + k, stride, rows, x + k, means + k);
      toMean(means + k, x + k, rows);
      toMean(means + k + 16, x + k + 16, rows);
      sumDeviations(true, x + k, stride, rows, means + k, squares);
      for (let half: usize = 0; half < 32; half += 16) {
        const sum = v128.load(squares + half);
        v128.store(inverseStd + k + half, inverseRoot(f32x4.div(sum, f32x4.splat(<f32>rows)), <f32>epsilon));
        moveTowards(runningMean + k + half, v128.load(means + k + half), <f32>momentum);
        const unbiased = f32x4.mul(sum, f32x4.splat(<f32>(1 / <f64>max(rows - 1, 1))));
        moveTowards(runningVar + k + half, unbiased, <f32>momentum);
      }
    }
    for (let r = 0; r < rows; r += rowsAtOnce) {
      const height = min(rowsAtOnce, rows - r);
      const place = <usize>r * stride;
      for (let k = j; k < end; k += 32) {
        normalize(x + place + k, y + place + k, stride, height, means + k, inverseStd + k, gamma + k, beta + k, floor);
      }
    }
  }
  clearRows(y, stride, width, rows, rows4);
}

/** y = max(floor, γ·(x − mean)/std + β) of 8 columns. */
@inline
function normalize(
  x: usize,
  y: usize,
  stride: usize,
  rows: i32,
  means: usize,
  inverseStd: usize,
  gamma: usize,
  beta: usize,
  floor: v128,
): void {
  const meanLeft = v128.load(means);
  const meanRight = v128.load(means, 16);
  const scaleLeft = f32x4.mul(v128.load(gamma), v128.load(inverseStd));
  const scaleRight = f32x4.mul(v128.load(gamma, 16), v128.load(inverseStd, 16));
  const betaLeft = v128.load(beta);
  const betaRight = v128.load(beta, 16);
  for (; rows > 0; --rows) {
    const left = multiplyAdd(f32x4.sub(v128.load(x), meanLeft), scaleLeft, betaLeft);
    const right = multiplyAdd(f32x4.sub(v128.load(x, 16), meanRight), scaleRight, betaRight);
    v128.store(y, f32x4.pmax(left, floor));
    v128.store(y, f32x4.pmax(right, floor), 16);
    x += stride;
    y += stride;
  }
}

/** Zeroes the rows that pad. */
@inline
function clearRows(x: usize, stride: usize, width: usize, rows: i32, rows4: i32): void {
  for (let r = rows; r < rows4; r++) memory.fill(x + <usize>r * stride, 0, width);
}

/** Σ (x − shift), or of its square, of 8 columns: even and odd rows apart, so that additions wait for each other less. */
@inline
function sumDeviations(squared: bool, x: usize, stride: usize, rows: i32, shifts: usize, sums: usize): void {
  const shiftLeft = v128.load(shifts);
  const shiftRight = v128.load(shifts, 16);
  let left0 = f32x4.splat(0);
  let right0 = left0;
  let left1 = left0;
  let right1 = left0;
  for (let r = 1; r < rows; r += 2, x += 2 * stride) {
    left0 = addDeviation(squared, left0, f32x4.sub(v128.load(x), shiftLeft));
    right0 = addDeviation(squared, right0, f32x4.sub(v128.load(x, 16), shiftRight));
    left1 = addDeviation(squared, left1, f32x4.sub(v128.load(x + stride), shiftLeft));
    right1 = addDeviation(squared, right1, f32x4.sub(v128.load(x + stride, 16), shiftRight));
  }
  if ((rows & 1) != 0) {
    left0 = addDeviation(squared, left0, f32x4.sub(v128.load(x), shiftLeft));
    right0 = addDeviation(squared, right0, f32x4.sub(v128.load(x, 16), shiftRight));
  }
  v128.store(sums, f32x4.add(left0, left1));
  v128.store(sums, f32x4.add(right0, right1), 16);
}

@inline
function addDeviation(squared: bool, sum: v128, deviation: v128): v128 {
  return squared ? multiplyAdd(deviation, deviation, sum) : f32x4.add(sum, deviation);
}

/** A sum of deviations from *from becomes the mean. */
@inline
function toMean(sum: usize, from: usize, rows: i32): void {
  v128.store(sum, f32x4.add(v128.load(from), f32x4.div(v128.load(sum), f32x4.splat(<f32>rows))));
}

/** *place += rate · (value − *place) */
@inline
function moveTowards(place: usize, value: v128, rate: f32): void {
  const old = v128.load(place);
  v128.store(place, multiplyAdd(f32x4.splat(rate), f32x4.sub(value, old), old));
}

/** 1/√(v + ε) */
@inline
function inverseRoot(v: v128, epsilon: f32): v128 {
  return f32x4.div(f32x4.splat(1), f32x4.sqrt(f32x4.add(v, f32x4.splat(epsilon))));
}

export function batchNormBackward(
  dy: usize,
  x: usize,
  means: usize,
  inverseStd: usize,
  gamma: usize,
  dx: usize,
  dGamma: usize,
  dBeta: usize,
  rows: i32,
  rows4: i32,
  n8: i32,
  ld: i32,
): void {
  const stride = <usize>(ld * 4);
  const width = <usize>(n8 * 4);
  for (let j: usize = 0; j < width; j += stripBytes) {
    const end = min(j + stripBytes, width);
    for (let k = j; k < end; k += 32) {
      sumGradients(dy + k, x + k, means + k, stride, rows, dBeta + k, dGamma + k);
      for (let half = k; half < k + 32; half += 16) {
        v128.store(dGamma + half, f32x4.mul(v128.load(dGamma + half), v128.load(inverseStd + half)));
      }
    }
    for (let r = 0; r < rows; r += rowsAtOnce) {
      const height = min(rowsAtOnce, rows - r);
      const place = <usize>r * stride;
      for (let k = j; k < end; k += 32) {
        const inverse = inverseStd + k;
        const from = dy + place + k;
        spread(from, x + place + k, dx + place + k, stride, height, rows, means + k, inverse, gamma + k, dGamma + k, dBeta + k);
      }
    }
  }
  clearRows(dx, stride, width, rows, rows4);
}

/** dx = γ/std · (dy − (dβ + h·dγ)/N) of 8 columns, h = (x − mean)/std; of N rows `height` are gone over. */
@inline
function spread(
  dy: usize,
  x: usize,
  dx: usize,
  stride: usize,
  height: i32,
  rows: i32,
  means: usize,
  inverseStd: usize,
  gamma: usize,
  dGamma: usize,
  dBeta: usize,
): void {
  const share = f32x4.splat(<f32>(-1 / <f64>rows));
  const inverseLeft = v128.load(inverseStd);
  const inverseRight = v128.load(inverseStd, 16);
  const scaleLeft = f32x4.mul(v128.load(gamma), inverseLeft);
  const scaleRight = f32x4.mul(v128.load(gamma, 16), inverseRight);
  const shareLeft = f32x4.mul(share, scaleLeft);
  const shareRight = f32x4.mul(share, scaleRight);
  const shiftLeft = f32x4.mul(v128.load(dBeta), shareLeft);
  const shiftRight = f32x4.mul(v128.load(dBeta, 16), shareRight);
  const slopeLeft = f32x4.mul(f32x4.mul(v128.load(dGamma), inverseLeft), shareLeft);
  const slopeRight = f32x4.mul(f32x4.mul(v128.load(dGamma, 16), inverseRight), shareRight);
  const meanLeft = v128.load(means);
  const meanRight = v128.load(means, 16);
  for (; height > 0; --height) {
    const left = multiplyAdd(f32x4.sub(v128.load(x), meanLeft), slopeLeft, shiftLeft);
    const right = multiplyAdd(f32x4.sub(v128.load(x, 16), meanRight), slopeRight, shiftRight);
    v128.store(dx, multiplyAdd(v128.load(dy), scaleLeft, left));
    v128.store(dx, multiplyAdd(v128.load(dy, 16), scaleRight, right), 16);
    dy += stride;
    x += stride;
    dx += stride;
  }
}

/** Σ dy and Σ dy·(x − mean) of 8 columns, even and odd rows apart. */
@inline
function sumGradients(
  dy: usize,
  x: usize,
  means: usize,
  stride: usize,
  rows: i32,
  sums: usize,
  dots: usize,
): void {
  const meanLeft = v128.load(means);
  const meanRight = v128.load(means, 16);
  let sumLeft0 = f32x4.splat(0);
  let sumRight0 = sumLeft0;
  let sumLeft1 = sumLeft0;
  let sumRight1 = sumLeft0;
  let dotLeft0 = sumLeft0;
  let dotRight0 = sumLeft0;
  let dotLeft1 = sumLeft0;
  let dotRight1 = sumLeft0;
  for (let r = 0; r < rows; r += 2, dy += 2 * stride, x += 2 * stride) {
    const left0 = v128.load(dy);
    const right0 = v128.load(dy, 16);
    sumLeft0 = f32x4.add(sumLeft0, left0);
    sumRight0 = f32x4.add(sumRight0, right0);
    dotLeft0 = multiplyAdd(left0, f32x4.sub(v128.load(x), meanLeft), dotLeft0);
    dotRight0 = multiplyAdd(right0, f32x4.sub(v128.load(x, 16), meanRight), dotRight0);
    if (r + 1 == rows) break;
    const left1 = v128.load(dy + stride);
    const right1 = v128.load(dy + stride, 16);
    sumLeft1 = f32x4.add(sumLeft1, left1);
    sumRight1 = f32x4.add(sumRight1, right1);
    dotLeft1 = multiplyAdd(left1, f32x4.sub(v128.load(x + stride), meanLeft), dotLeft1);
    dotRight1 = multiplyAdd(right1, f32x4.sub(v128.load(x + stride, 16), meanRight), dotRight1);
  }
  v128.store(sums, f32x4.add(sumLeft0, sumLeft1));
  v128.store(sums, f32x4.add(sumRight0, sumRight1), 16);
  v128.store(dots, f32x4.add(dotLeft0, dotLeft1));
  v128.store(dots, f32x4.add(dotRight0, dotRight1), 16);
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
