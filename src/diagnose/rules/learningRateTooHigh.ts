import { isUnfitted, recentLoss, referenceLoss, trainingLosses } from '../epochs.js';
import { clipGradients } from '../fixes/clipping.js';
import { rankFixes } from '../fixes/fix.js';
import { factorBetween, lowerLearningRate, lowerMomentum, rateOf, warmUp } from '../fixes/learningRate.js';
import { defineRule, findingAt, type RuleContext } from '../rule.js';
import { say } from '../say.js';
import { findSustained, logTrend } from '../trend.js';
import { relativeSteps, totalNorms } from '../watchedLayers.js';

/** A loss below this share of a guess's does well whatever its steps are. */
const fittedShare = 0.1;

export const learningRateTooHigh = defineRule({
  code: 'learning-rate-too-high',
  doc: 'Steps reach across the valley instead of down into it: weights are thrown far from where they began, and the loss jumps or stays high. A lower rate would both be quicker and end lower.',
  severity: 'warning',
  source:
    'Smith, Cyclical learning rates, WACV 2017, https://arxiv.org/abs/1506.01186; Bengio, Practical recommendations, 2012, §3.1.1',
  threshold: {
    default: 0.1,
    doc: '‖update‖ over the norm that weights began with, as a running mean in the median layer, while the loss is above a tenth of a guess’s. Also: three of the first ten samples above 0.3, where the loss never came below 0.9 of a guess’s.',
  },
  needs: ['update_ratio/', 'weight_norm/', 'epochs'],
  speaks: 'After three epochs and ten samples in a row.',
  remedies:
    'Lower the learning rate to where a step is half a percent of the weights; lower the momentum; warm up; clip gradients.',
  explains: [
    'oscillating',
    'update-too-large',
    'weights-exploding',
    'saturated-units',
    'dead-units',
    'vanishing-gradient',
    'underfitting',
    'plateau',
  ],
  check(context) {
    const { spec, metrics, watched } = context;
    const found = findLargeSteps(context);
    if (found === null) return [];
    const rate = rateOf(spec, metrics);
    return [
      findingAt(['optimizer'], {
        message: `The learning rate${rate === undefined ? '' : ` ${say(rate)}`} is too high: ${found.words}`,
        value: found.value,
        step: found.step,
        fixes: rankFixes(
          lowerLearningRate(spec, metrics, found.factor),
          lowerMomentum(spec),
          warmUp(spec),
          clipGradients(spec, totalNorms(watched.layers)),
        ),
      }),
    ];
  },
});

/** Steps of this share of the weights’ first size are sound. */
const soundStep = 0.005;
/** So many of the first samples must be above this share for the network to be thrown out. */
const [firstSamples, throwsNeeded, throwingStep] = [10, 3, 0.3];

interface Found {
  readonly words: string;
  readonly value: number;
  readonly step: number;
  /** By how much the rate should fall. */
  readonly factor: number;
}

function findLargeSteps({ metrics, watched, threshold }: RuleContext): Found | null {
  const { steps } = watched;
  if (trainingLosses(metrics).values.length < 3 || !isUnfitted(metrics, fittedShare)) return null;
  const sizes = relativeSteps(watched);
  const trend = logTrend(sizes);
  const stretch = findSustained(trend.length, (i) => trend[i]! > Math.log(threshold));
  if (stretch === null) return isThrown(sizes, metrics) ? describeThrow(sizes, steps[0]!) : null;
  const value = Math.exp(trend[stretch.last]!);
  const loss = recentLoss(metrics);
  return {
    words: `a step is ${say(value)} of the weights’ first size, above ${say(threshold)}, and the loss stands at ${say(loss)} (a guess has ${say(referenceLoss(metrics))})`,
    value,
    step: steps[stretch.first]!,
    factor: factorBetween(value, soundStep, 10),
  };
}

/** Whether the first steps were so large that nothing could be learnt after them. */
function isThrown(sizes: Float64Array, metrics: RuleContext['metrics']): boolean {
  const large = sizes.subarray(0, firstSamples).filter((size) => size > throwingStep);
  return large.length >= throwsNeeded && isUnfitted(metrics, 0.9);
}

function describeThrow(sizes: Float64Array, step: number): Found {
  const value = Math.max(...sizes.subarray(0, firstSamples).filter(Number.isFinite));
  return {
    words: `one of the first steps was ${say(value)} of the weights’ size, and nothing was learnt after it`,
    value,
    step,
    factor: factorBetween(value, soundStep, 10),
  };
}
