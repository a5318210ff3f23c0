import { isUnfitted, median, recentLoss, referenceLoss, trainingLosses } from '../epochs.js';
import { clipGradients } from '../fixes/clipping.js';
import { rankFixes } from '../fixes/fix.js';
import { lowerLearningRate, lowerMomentum, rateOf, warmUp } from '../fixes/learningRate.js';
import { defineRule, findingAt, type RuleContext } from '../rule.js';
import { say } from '../say.js';
import { findSustained, logTrend } from '../trend.js';
import { totalNorms } from '../watchedLayers.js';

/** A loss below this share of a guess's does well whatever its steps are. */
const fittedShare = 0.1;
/** So many epochs must have jumped, and this share of all. */
const [jumpsNeeded, jumpShare] = [3, 0.1];
/** A jump by less than this share of a guess's loss is noise. */
const jumpFloor = 0.25;

export const learningRateTooHigh = defineRule({
  code: 'learning-rate-too-high',
  doc: 'Steps reach across the valley instead of down into it: weights are thrown far from where they began, and the loss jumps or stays high. A lower rate would both be quicker and end lower.',
  severity: 'warning',
  source:
    'Smith, Cyclical learning rates, WACV 2017, https://arxiv.org/abs/1506.01186; Bengio, Practical recommendations, 2012, §3.1.1',
  threshold: {
    default: 0.1,
    doc: '‖update‖ over the norm that weights began with, as a running mean in the median layer, while the loss is above a tenth of a guess’s. Also: a loss that jumps to 4 times its best in a tenth of the epochs.',
  },
  needs: ['update_ratio/', 'weight_norm/', 'epochs'],
  speaks: 'After three epochs and ten samples in a row.',
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
    const found = findLargeSteps(context) ?? findJumps(context);
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

interface Found {
  readonly words: string;
  readonly value: number;
  readonly step: number;
  /** By how much the rate should fall. */
  readonly factor: number;
}

function findLargeSteps({ metrics, watched, threshold }: RuleContext): Found | null {
  const { steps, layers } = watched;
  if (trainingLosses(metrics).values.length < 3 || !isUnfitted(metrics, fittedShare)) return null;
  const trends = layers.flatMap(({ updateRatios, weightNorms, startNorm }) =>
    updateRatios && weightNorms && startNorm > 0
      ? [logTrend(updateRatios.map((ratio, i) => (ratio * weightNorms[i]!) / startNorm))]
      : [],
  );
  if (trends.length === 0) return null;
  const middle = Float64Array.from(steps, (_, i) => median(trends.map((trend) => trend[i]!)));
  const stretch = findSustained(steps.length, (i) => middle[i]! > Math.log(threshold));
  if (stretch === null) return null;
  const value = Math.exp(middle[stretch.last]!);
  const loss = recentLoss(metrics);
  return {
    words: `a step is ${say(value)} of the weights’ first size, above ${say(threshold)}, and the loss stands at ${say(loss)} (a guess has ${say(referenceLoss(metrics))})`,
    value,
    step: steps[stretch.first]!,
    factor: value > 1 ? 100 : 10,
  };
}

function findJumps({ metrics }: RuleContext): Found | null {
  const { steps, values } = trainingLosses(metrics);
  const reference = referenceLoss(metrics);
  let best = Infinity;
  const jumps = values.flatMap((loss, i) => {
    const isJump = loss > 4 * best && loss - best > jumpFloor * reference;
    const jump = { step: steps[i]!, ratio: loss / best };
    best = Math.min(best, loss);
    return isJump ? [jump] : [];
  });
  if (jumps.length < jumpsNeeded || jumps.length < jumpShare * values.length) return null;
  const value = median(jumps.map(({ ratio }) => ratio));
  return {
    words: `in ${jumps.length} of ${values.length} epochs the loss jumps to ${say(value)} times its best, above 4`,
    value,
    step: jumps[0]!.step,
    factor: 10,
  };
}
