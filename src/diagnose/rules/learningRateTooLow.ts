import { hasRateFallen, recentLoss, referenceLoss, trainingLosses } from '../epochs.js';
import { trainLonger } from '../fixes/capacity.js';
import { rankFixes } from '../fixes/fix.js';
import { defaultRateOf, factorBetween, raiseLearningRate, rateOf } from '../fixes/learningRate.js';
import { defineRule, findingAt } from '../rule.js';
import { say } from '../say.js';
import { median } from '../watchedLayers.js';
import { causeOf } from './updateTooSmall.js';

/** The share of the planned epochs after which it can be seen where the loss will end. */
const patienceShare = 0.25;
const fewestEpochs = 8;
/** A loss whose later half falls by less than this share of its earlier half is levelling off. */
const steady = 0.5;
/** Where nothing is learnt at all the rate is to blame if it is below this share of the optimizer’s usual one. */
const lowShare = 0.2;
/** Steps above this are not too small, however slowly the loss falls. */
const largestRatio = 1e-3;

export const learningRateTooLow = defineRule({
  code: 'learning-rate-too-low',
  doc: 'The loss still falls as at the start, but so slowly that it will not be low when the epochs are over. A higher rate gets there in a fraction of the time.',
  severity: 'warning',
  source: 'CS231n, Neural networks part 3: loss function, https://cs231n.github.io/neural-networks-3/',
  threshold: {
    default: 0.5,
    doc: 'The loss that the last epoch will have if it goes on falling as it does, over that of a guess.',
  },
  needs: ['epochs', 'update_ratio/'],
  speaks: 'After a quarter of the epochs, and eight of them.',
  remedies: 'Raise the learning rate to where a step is a thousandth of the weights; train longer.',
  explains: ['update-too-small', 'underfitting', 'plateau'],
  check({ spec, metrics, watched, threshold }) {
    const { steps, values } = trainingLosses(metrics);
    const { plannedEpochs } = metrics;
    if (values.length < Math.max(fewestEpochs, patienceShare * plannedEpochs)) return [];
    const ratio = median(watched.layers.map(({ updateRatios }) => median(updateRatios ?? [])));
    if (hasRateFallen(metrics) || !(ratio < largestRatio) || causeOf(spec, watched.layers) !== null)
      return [];
    const half = Math.floor(values.length / 2);
    const [first, middle, last] = [values[0]!, values[half]!, values.at(-1)!];
    const fall = middle - last;
    const rate = rateOf(spec, metrics) ?? NaN;
    const isLow = rate < lowShare * (defaultRateOf(spec.optimizer.type) ?? NaN);
    const hasLearnt = first - last > 0.01 * first;
    const isSteady = hasLearnt ? fall > steady * (first - middle) : isLow;
    const perEpoch = Math.max(0, fall) / (values.length - 1 - half);
    const projected = last - perEpoch * Math.max(0, plannedEpochs - values.length);
    const value = projected / referenceLoss(metrics);
    if (!isSteady || !(value > threshold)) return [];
    return [
      findingAt(['optimizer'], {
        message: `The learning rate${Number.isNaN(rate) ? '' : ` ${say(rate)}`} is too low: at this pace the loss, now ${say(recentLoss(metrics))}, ends at ${say(projected)}, ${say(value)} of a guess’s, above ${say(threshold)}`,
        value,
        step: steps[half]!,
        fixes: rankFixes(
          raiseLearningRate(spec, metrics, factorBetween(largestRatio, ratio)),
          raiseLearningRate(spec, metrics, 3),
          trainLonger(spec),
        ),
      }),
    ];
  },
});
