// Losses with their gradients. Lanes beyond the n columns count for nothing, whatever stands there.
import { log, sigmoid, softplus } from './elementary';
import { exponentialsOfFourRows, loadFour, maxOfFourRows, scaleFourRows } from './fourRows';
import { flushSmall, lanesBelow, signOf, sumOfLanes } from './lanes';

@inline
function labelOf(target: usize, row: i32): i32 {
  return <i32>load<f32>(target + (<usize>row << 2));
}

@inline
function clear(from: usize, to: usize): void {
  for (; from < to; from += 16) v128.store(from, f32x4.splat(0));
}

/** Four rows at a time, each in a lane wherever a row has one number: chains of operations wait for each other less. */
export function crossEntropy(
  logits: usize,
  target: usize,
  dOutput: usize,
  loss: usize,
  classWeights: usize,
  rows: i32,
  rows4: i32,
  n: i32,
  ld: i32,
): void {
  const stride = <usize>(ld * 4);
  const share = 1 / (classWeights == 0 ? <f64>rows : totalWeight(target, classWeights, rows));
  let sum: f64 = 0;
  for (let r = 0; r < rows; r += 4, logits += 4 * stride, target += 16) {
    const isRow = lanesBelow(rows, r);
    const labels = v128.and(i32x4.shl(i32x4.trunc_sat_f32x4_s(v128.load(target)), 2), isRow);
    const label0 = <usize>i32x4.extract_lane(labels, 0);
    const label1 = <usize>i32x4.extract_lane(labels, 1);
    const label2 = <usize>i32x4.extract_lane(labels, 2);
    const label3 = <usize>i32x4.extract_lane(labels, 3);
    let weights = f32x4.splat(<f32>share);
    if (classWeights != 0) {
      const own = loadFour(classWeights + label0, classWeights + label1, classWeights + label2, classWeights + label3);
      weights = f32x4.mul(weights, own);
    }
    weights = v128.and(weights, isRow);
    const own = loadFour(
      logits + label0,
      logits + stride + label1,
      logits + 2 * stride + label2,
      logits + 3 * stride + label3,
    );
    const largest = maxOfFourRows(logits, stride, n);
    const exponentials = exponentialsOfFourRows(logits, dOutput, stride, n, largest);
    const losses = f32x4.add(f32x4.sub(largest, own), log(exponentials));
    sum += sumOfLanes(v128.and(f32x4.mul(weights, losses), isRow));
    if (dOutput == 0) continue;
    scaleFourRows(dOutput, stride, n, f32x4.div(weights, exponentials));
    subtractAt(dOutput + label0, f32x4.extract_lane(weights, 0));
    subtractAt(dOutput + stride + label1, f32x4.extract_lane(weights, 1));
    subtractAt(dOutput + 2 * stride + label2, f32x4.extract_lane(weights, 2));
    subtractAt(dOutput + 3 * stride + label3, f32x4.extract_lane(weights, 3));
    dOutput += 4 * stride;
  }
  // What stands behind the last row came of its padding.
  if (dOutput != 0) clear(dOutput - <usize>(rows4 - rows) * stride, dOutput);
  store<f32>(loss, <f32>sum);
}

@inline
function subtractAt(place: usize, value: f32): void {
  store<f32>(place, load<f32>(place) - value);
}

function totalWeight(target: usize, classWeights: usize, rows: i32): f64 {
  let total: f64 = 0;
  for (let r = 0; r < rows; r++) total += load<f32>(classWeights + (<usize>labelOf(target, r) << 2));
  return total;
}

// The losses that are a mean over elements; `kind` is a constant at every call.
const squared = 0;
const absolute = 1;
const huberLike = 2;
const logistic = 3;
const margin = 4;

/** The loss of each lane, from the output y and the target t. */
@inline
function lossOf(kind: i32, y: v128, t: v128, delta: v128): v128 {
  const error = f32x4.sub(y, t);
  if (kind == squared) return f32x4.mul(error, error);
  if (kind == absolute) return f32x4.abs(error);
  if (kind == logistic) return f32x4.sub(softplus(y), f32x4.mul(y, t));
  if (kind == margin) return f32x4.max(f32x4.splat(0), marginOf(y, t));
  const magnitude = f32x4.abs(error);
  const half = f32x4.splat(0.5);
  const inside = f32x4.mul(half, f32x4.mul(error, error));
  const outside = f32x4.mul(delta, f32x4.sub(magnitude, f32x4.mul(half, delta)));
  return v128.bitselect(outside, inside, f32x4.gt(magnitude, delta));
}

/** Its derivative by y. */
@inline
function slopeOf(kind: i32, y: v128, t: v128, delta: v128): v128 {
  const error = f32x4.sub(y, t);
  if (kind == squared) return f32x4.add(error, error);
  if (kind == absolute) return signOf(error);
  if (kind == logistic) return f32x4.sub(sigmoid(y), t);
  if (kind == margin) return v128.andnot(f32x4.neg(classSign(t)), f32x4.le(marginOf(y, t), f32x4.splat(0)));
  return f32x4.min(delta, f32x4.max(f32x4.neg(delta), error));
}

/** ±1 from a target of 1 or 0. */
@inline
function classSign(t: v128): v128 {
  return v128.bitselect(f32x4.splat(1), f32x4.splat(-1), f32x4.gt(t, f32x4.splat(0.5)));
}

@inline
function marginOf(y: v128, t: v128): v128 {
  return f32x4.sub(f32x4.splat(1), f32x4.mul(classSign(t), y));
}

/** The weights of four columns: by output, or with one output by its class. */
@inline
function weightOf(classWeights: usize, t: v128, n: i32, column: usize): v128 {
  if (classWeights == 0) return f32x4.splat(1);
  if (n > 1) return v128.load(classWeights + column);
  const second = f32x4.gt(t, f32x4.splat(0.5));
  return v128.bitselect(v128.load32_splat(classWeights, 4), v128.load32_splat(classWeights), second);
}

@inline
function meanOverElements(
  kind: i32,
  output: usize,
  target: usize,
  dOutput: usize,
  loss: usize,
  classWeights: usize,
  rows: i32,
  rows4: i32,
  n: i32,
  ld: i32,
  delta: f64,
): void {
  const stride = <usize>(ld * 4);
  const share = 1 / (<f64>rows * <f64>n);
  const scale = f32x4.splat(<f32>share);
  const d = f32x4.splat(<f32>delta);
  let total: f64 = 0;
  for (let r = 0; r < rows; r++, output += stride, target += stride) {
    let sum = f32x4.splat(0);
    for (let j = 0; j < n; j += 4) {
      const o = <usize>(j * 4);
      const y = v128.load(output + o);
      const t = v128.load(target + o);
      const weight = weightOf(classWeights, t, n, o);
      const below = lanesBelow(n, j);
      sum = f32x4.add(sum, v128.and(below, f32x4.mul(weight, lossOf(kind, y, t, d))));
      if (dOutput == 0) continue;
      const slope = f32x4.mul(f32x4.mul(weight, scale), slopeOf(kind, y, t, d));
      v128.store(dOutput + o, v128.and(below, flushSmall(slope)));
    }
    total += sumOfLanes(sum);
    if (dOutput == 0) continue;
    clear(dOutput + <usize>(((n + 3) & ~3) * 4), dOutput + stride);
    dOutput += stride;
  }
  if (dOutput != 0) clear(dOutput, dOutput + <usize>(rows4 - rows) * stride);
  store<f32>(loss, <f32>(total * share));
}

export function binaryCrossEntropy(
  logits: usize,
  target: usize,
  dOutput: usize,
  loss: usize,
  classWeights: usize,
  rows: i32,
  rows4: i32,
  n: i32,
  ld: i32,
): void {
  meanOverElements(logistic, logits, target, dOutput, loss, classWeights, rows, rows4, n, ld, 0);
}

export function mse(
  output: usize,
  target: usize,
  dOutput: usize,
  loss: usize,
  rows: i32,
  rows4: i32,
  n: i32,
  ld: i32,
): void {
  meanOverElements(squared, output, target, dOutput, loss, 0, rows, rows4, n, ld, 0);
}

export function mae(
  output: usize,
  target: usize,
  dOutput: usize,
  loss: usize,
  rows: i32,
  rows4: i32,
  n: i32,
  ld: i32,
): void {
  meanOverElements(absolute, output, target, dOutput, loss, 0, rows, rows4, n, ld, 0);
}

export function huber(
  output: usize,
  target: usize,
  dOutput: usize,
  loss: usize,
  rows: i32,
  rows4: i32,
  n: i32,
  ld: i32,
  delta: f64,
): void {
  meanOverElements(huberLike, output, target, dOutput, loss, 0, rows, rows4, n, ld, delta);
}

export function hinge(
  logits: usize,
  target: usize,
  dOutput: usize,
  loss: usize,
  rows: i32,
  rows4: i32,
  n: i32,
  ld: i32,
): void {
  if (n == 1) return meanOverElements(margin, logits, target, dOutput, loss, 0, rows, rows4, n, ld, 0);
  multiMargin(logits, target, dOutput, loss, rows, rows4, n, ld);
}

/** PyTorch's MultiMarginLoss with margin 1 and power 1. */
function multiMargin(
  logits: usize,
  target: usize,
  dOutput: usize,
  loss: usize,
  rows: i32,
  rows4: i32,
  n: i32,
  ld: i32,
): void {
  const stride = <usize>(ld * 4);
  const share = 1 / (<f64>rows * <f64>n);
  const scale = f32x4.splat(<f32>share);
  const zero = f32x4.splat(0);
  let total: f64 = 0;
  for (let r = 0; r < rows; r++, logits += stride) {
    const label = labelOf(target, r);
    const lead = f32x4.splat(1 - load<f32>(logits + (<usize>label << 2)));
    let sum = zero;
    let violations = i32x4.splat(0);
    for (let j = 0; j < n; j += 4) {
      const o = <usize>(j * 4);
      const excess = f32x4.add(lead, v128.load(logits + o));
      const own = i32x4.eq(i32x4.splat(label - j), i32x4(0, 1, 2, 3));
      const counted = v128.andnot(v128.andnot(lanesBelow(n, j), own), f32x4.le(excess, zero));
      sum = f32x4.add(sum, v128.and(excess, counted));
      violations = i32x4.sub(violations, counted);
      if (dOutput != 0) v128.store(dOutput + o, v128.and(scale, counted));
    }
    total += sumOfLanes(sum);
    if (dOutput == 0) continue;
    const count = sumOfLanes(f32x4.convert_i32x4_s(violations));
    store<f32>(dOutput + (<usize>label << 2), -count * <f32>share);
    clear(dOutput + <usize>(((n + 3) & ~3) * 4), dOutput + stride);
    dOutput += stride;
  }
  if (dOutput != 0) clear(dOutput, dOutput + <usize>(rows4 - rows) * stride);
  store<f32>(loss, <f32>(total * share));
}
