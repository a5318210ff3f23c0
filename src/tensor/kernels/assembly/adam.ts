// Adam and AdamW, the rules that most networks are trained with: the norms of the gradients fall off on the way.
import { multiplyAdd, squareOf, sumOfLanes } from './lanes';
import { beginWalk, blockEndFrom, endBlock } from './normsOnTheWay';
import { correction1Of, correction2Of, learningRateOf } from './stepBlock';

/**
 * g² for a mean of squares, or about 1e-30 where that is more, far below what ε hides: so no square is denormal, and no
 * mean of them decays that far. Where the addition is fused, a small square is never rounded by itself.
 */
@inline
function flooredSquare(g: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return multiplyAdd(g, g, f32x4.splat(1e-30));
  const magnitude = f32x4.pmax(f32x4.abs(g), f32x4.splat(1e-15));
  return f32x4.mul(magnitude, magnitude);
}

@inline
function blendSquares(decay: v128, average: v128, share: v128, square: v128): v128 {
  return multiplyAdd(decay, average, f32x4.mul(share, square));
}

/**
 * A mean of gradients that decays, at the nearest multiple of 2^−98, about 3e-30: so it ends at 0. An addition that is
 * taken back does that in less than a comparison, and changes nothing beyond 1e-15.
 */
@inline
function blendGradients(decay: v128, average: v128, share: v128, gradient: v128): v128 {
  const mean = multiplyAdd(decay, average, f32x4.mul(share, gradient));
  const grid = f32x4.splat(4e-23);
  return f32x4.sub(f32x4.add(mean, grid), grid);
}

export function adamUpdate(
  parameter: usize,
  gradient: usize,
  first: usize,
  second: usize,
  maxSecond: usize,
  count: i32,
  step: usize,
  beta1: f64,
  beta2: f64,
  epsilon: f64,
  weightDecay: f64,
  decoupled: i32,
  segments: usize,
  _segmentCount: i32,
  norms: usize,
): void {
  const learningRate = learningRateOf(step);
  // Numerator and denominator times √correction2, which leaves one square root and one division a number.
  const root = sqrt<f64>(correction2Of(step));
  const rate = f32x4.splat(<f32>(-learningRate / correction1Of(step) * root));
  const eps = f32x4.splat(<f32>(epsilon * root));
  const decay = f32x4.splat(decoupled != 0 ? 0 : <f32>weightDecay);
  const shrink = f32x4.splat(decoupled != 0 ? <f32>(1 - learningRate * weightDecay) : 1);
  const keep1 = f32x4.splat(<f32>beta1);
  const share1 = f32x4.splat(<f32>(1 - beta1));
  const keep2 = f32x4.splat(<f32>beta2);
  const share2 = f32x4.splat(<f32>(1 - beta2));
  const isPlain = weightDecay == 0 && maxSecond == 0;

  const end = <usize>count * 4;
  beginWalk(gradient, count, segments, norms);
  for (let o: usize = 0; o < end; ) {
    const start = o;
    const blockEnd = blockEndFrom(start);
    let sum = f32x4.splat(0);
    if (isPlain) {
      // The common case has a loop of its own, which keeps all it needs in registers.
      for (; o < blockEnd; o += 16) {
        const g = v128.load(gradient + o);
        const square = flooredSquare(g);
        sum = f32x4.add(sum, square);
        const m = blendGradients(keep1, v128.load(first + o), share1, g);
        const v = blendSquares(keep2, v128.load(second + o), share2, square);
        v128.store(first + o, m);
        v128.store(second + o, v);
        const change = f32x4.div(f32x4.mul(rate, m), f32x4.add(f32x4.sqrt(v), eps));
        v128.store(parameter + o, f32x4.add(v128.load(parameter + o), change));
      }
    } else {
      for (; o < blockEnd; o += 16) {
        const p = f32x4.mul(shrink, v128.load(parameter + o));
        const own = v128.load(gradient + o);
        sum = f32x4.add(sum, squareOf(own));
        const g = multiplyAdd(decay, p, own);
        const m = blendGradients(keep1, v128.load(first + o), share1, g);
        let v = blendSquares(keep2, v128.load(second + o), share2, flooredSquare(g));
        v128.store(first + o, m);
        v128.store(second + o, v);
        if (maxSecond != 0) {
          v = f32x4.max(v, v128.load(maxSecond + o));
          v128.store(maxSecond + o, v);
        }
        v128.store(parameter + o, f32x4.add(p, f32x4.div(f32x4.mul(rate, m), f32x4.add(f32x4.sqrt(v), eps))));
      }
    }
    endBlock(sumOfLanes(sum), start, o);
  }
}
