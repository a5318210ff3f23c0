// Update rules in one pass over all parameters; formulas as in PyTorch's documentation.
import { flushSmall, multiplyAdd, signOf, squareOf, sumOfLanes } from './lanes';
import { beginWalk, blockEndFrom, endBlock } from './normsOnTheWay';
import {
  correction1Of,
  correction2Of,
  learningRateOf,
  muNextOf,
  muOf,
  muProductOf,
} from './stepBlock';

/** decay · average + share · value */
@inline
function blend(decay: v128, average: v128, share: v128, value: v128): v128 {
  return flushSmall(multiplyAdd(decay, average, f32x4.mul(share, value)));
}

export function sgdUpdate(
  parameter: usize,
  gradient: usize,
  momentumBuffer: usize,
  count: i32,
  step: usize,
  momentum: f64,
  nesterov: i32,
  weightDecay: f64,
  segments: usize,
  _segmentCount: i32,
  norms: usize,
): void {
  const rate = f32x4.splat(<f32>-learningRateOf(step));
  const decay = f32x4.splat(<f32>weightDecay);
  const keep = f32x4.splat(<f32>momentum);
  const end = <usize>count * 4;
  beginWalk(gradient, count, segments, norms);
  for (let o: usize = 0; o < end; ) {
    const start = o;
    let sum = f32x4.splat(0);
    for (const blockEnd = blockEndFrom(start); o < blockEnd; o += 16) {
      const p = v128.load(parameter + o);
      const own = v128.load(gradient + o);
      sum = f32x4.add(sum, squareOf(own));
      const g = multiplyAdd(decay, p, own);
      let update = g;
      if (momentumBuffer != 0) {
        const m = flushSmall(multiplyAdd(keep, v128.load(momentumBuffer + o), g));
        v128.store(momentumBuffer + o, m);
        update = nesterov != 0 ? multiplyAdd(keep, m, g) : m;
      }
      v128.store(parameter + o, multiplyAdd(rate, update, p));
    }
    endBlock(sumOfLanes(sum), start, o);
  }
}

export function rmspropUpdate(
  parameter: usize,
  gradient: usize,
  squareAverage: usize,
  momentumBuffer: usize,
  gradientAverage: usize,
  count: i32,
  step: usize,
  alpha: f64,
  epsilon: f64,
  momentum: f64,
  weightDecay: f64,
  segments: usize,
  _segmentCount: i32,
  norms: usize,
): void {
  const rate = f32x4.splat(<f32>-learningRateOf(step));
  const decay = f32x4.splat(<f32>weightDecay);
  const keep = f32x4.splat(<f32>alpha);
  const share = f32x4.splat(<f32>(1 - alpha));
  const eps = f32x4.splat(<f32>epsilon);
  const end = <usize>count * 4;
  beginWalk(gradient, count, segments, norms);
  for (let o: usize = 0; o < end; ) {
    const start = o;
    let squares = f32x4.splat(0);
    for (const blockEnd = blockEndFrom(start); o < blockEnd; o += 16) {
      const p = v128.load(parameter + o);
      const own = v128.load(gradient + o);
      squares = f32x4.add(squares, squareOf(own));
      const g = multiplyAdd(decay, p, own);
      let variance = blend(keep, v128.load(squareAverage + o), share, squareOf(g));
      v128.store(squareAverage + o, variance);
      if (gradientAverage != 0) {
        const average = blend(keep, v128.load(gradientAverage + o), share, g);
        v128.store(gradientAverage + o, average);
        variance = f32x4.max(f32x4.splat(0), f32x4.sub(variance, squareOf(average)));
      }
      let update = f32x4.div(g, f32x4.add(f32x4.sqrt(variance), eps));
      if (momentumBuffer != 0) {
        update = flushSmall(multiplyAdd(f32x4.splat(<f32>momentum), v128.load(momentumBuffer + o), update));
        v128.store(momentumBuffer + o, update);
      }
      v128.store(parameter + o, multiplyAdd(rate, update, p));
    }
    endBlock(sumOfLanes(squares), start, o);
  }
}

export function adagradUpdate(
  parameter: usize,
  gradient: usize,
  sum: usize,
  count: i32,
  step: usize,
  epsilon: f64,
  weightDecay: f64,
  segments: usize,
  _segmentCount: i32,
  norms: usize,
): void {
  const rate = f32x4.splat(<f32>-learningRateOf(step));
  const decay = f32x4.splat(<f32>weightDecay);
  const eps = f32x4.splat(<f32>epsilon);
  const end = <usize>count * 4;
  beginWalk(gradient, count, segments, norms);
  for (let o: usize = 0; o < end; ) {
    const start = o;
    let squares = f32x4.splat(0);
    for (const blockEnd = blockEndFrom(start); o < blockEnd; o += 16) {
      const p = v128.load(parameter + o);
      const own = v128.load(gradient + o);
      squares = f32x4.add(squares, squareOf(own));
      const g = multiplyAdd(decay, p, own);
      const s = flushSmall(f32x4.add(v128.load(sum + o), squareOf(g)));
      v128.store(sum + o, s);
      v128.store(parameter + o, f32x4.add(p, f32x4.div(f32x4.mul(rate, g), f32x4.add(f32x4.sqrt(s), eps))));
    }
    endBlock(sumOfLanes(squares), start, o);
  }
}

export function nadamUpdate(
  parameter: usize,
  gradient: usize,
  first: usize,
  second: usize,
  count: i32,
  step: usize,
  beta1: f64,
  beta2: f64,
  epsilon: f64,
  weightDecay: f64,
  segments: usize,
  _segmentCount: i32,
  norms: usize,
): void {
  const learningRate = learningRateOf(step);
  const product = muProductOf(step);
  const muNext = muNextOf(step);
  const root = sqrt<f64>(correction2Of(step));
  const ofGradient = f32x4.splat(<f32>(-learningRate * root * (1 - muOf(step)) / (1 - product)));
  const ofFirst = f32x4.splat(<f32>(-learningRate * root * muNext / (1 - product * muNext)));
  const eps = f32x4.splat(<f32>(epsilon * root));
  const decay = f32x4.splat(<f32>weightDecay);
  const keep1 = f32x4.splat(<f32>beta1);
  const share1 = f32x4.splat(<f32>(1 - beta1));
  const keep2 = f32x4.splat(<f32>beta2);
  const share2 = f32x4.splat(<f32>(1 - beta2));
  const end = <usize>count * 4;
  beginWalk(gradient, count, segments, norms);
  for (let o: usize = 0; o < end; ) {
    const start = o;
    let squares = f32x4.splat(0);
    for (const blockEnd = blockEndFrom(start); o < blockEnd; o += 16) {
      const p = v128.load(parameter + o);
      const own = v128.load(gradient + o);
      squares = f32x4.add(squares, squareOf(own));
      const g = multiplyAdd(decay, p, own);
      const m = blend(keep1, v128.load(first + o), share1, g);
      const v = blend(keep2, v128.load(second + o), share2, squareOf(g));
      v128.store(first + o, m);
      v128.store(second + o, v);
      const update = multiplyAdd(ofGradient, g, f32x4.mul(ofFirst, m));
      v128.store(parameter + o, f32x4.add(p, f32x4.div(update, f32x4.add(f32x4.sqrt(v), eps))));
    }
    endBlock(sumOfLanes(squares), start, o);
  }
}

export function lionUpdate(
  parameter: usize,
  gradient: usize,
  first: usize,
  count: i32,
  step: usize,
  beta1: f64,
  beta2: f64,
  weightDecay: f64,
  segments: usize,
  _segmentCount: i32,
  norms: usize,
): void {
  const learningRate = learningRateOf(step);
  const rate = f32x4.splat(<f32>-learningRate);
  const shrink = f32x4.splat(<f32>(1 - learningRate * weightDecay));
  const keep1 = f32x4.splat(<f32>beta1);
  const share1 = f32x4.splat(<f32>(1 - beta1));
  const keep2 = f32x4.splat(<f32>beta2);
  const share2 = f32x4.splat(<f32>(1 - beta2));
  const end = <usize>count * 4;
  beginWalk(gradient, count, segments, norms);
  for (let o: usize = 0; o < end; ) {
    const start = o;
    let squares = f32x4.splat(0);
    for (const blockEnd = blockEndFrom(start); o < blockEnd; o += 16) {
      const g = v128.load(gradient + o);
      squares = f32x4.add(squares, squareOf(g));
      const m = v128.load(first + o);
      const direction = signOf(multiplyAdd(keep1, m, f32x4.mul(share1, g)));
      const p = f32x4.mul(shrink, v128.load(parameter + o));
      v128.store(parameter + o, multiplyAdd(rate, direction, p));
      v128.store(first + o, blend(keep2, m, share2, g));
    }
    endBlock(sumOfLanes(squares), start, o);
  }
}
