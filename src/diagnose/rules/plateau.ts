import type { Metrics } from '../../runs/metrics.js';
import {
  gainOverLinear,
  hasRateFallen,
  isUnfitted,
  mean,
  recentLoss,
  referenceLoss,
  trainingLosses,
} from '../epochs.js';
import { widen } from '../fixes/capacity.js';
import { rankFixes } from '../fixes/fix.js';
import { keepRate, lowerLearningRate, raiseLearningRate, useCosine } from '../fixes/learningRate.js';
import { defineRule, findingAt } from '../rule.js';
import { say } from '../say.js';
import { findSustained } from '../trend.js';

/** Gains are measured over so many epochs, and must be missing at so many ends of epochs in a row. */
const [windowEpochs, lastingEpochs] = [10, 3];
/** A loss below this share of a guess's has come down to where it can rest … */
const restingShare = 0.5;
/** … unless a linear model gains clearly more: what it has is more than this share of that. */
const linearShare = 0.9;

export const plateau = defineRule({
  code: 'plateau',
  doc: 'The loss has stopped falling while it is still high. More epochs of the same will change nothing: the rate has to change, or the network.',
  severity: 'information',
  source: 'Keras, ReduceLROnPlateau, https://keras.io/api/callbacks/reduce_lr_on_plateau/',
  threshold: {
    default: 1e-4,
    doc: 'Gain of the training loss over ten epochs (means of five), relative to it, while it is above half of a guess’s, or the metric has less than 0.9 of what a linear model gains.',
  },
  needs: ['epochs'],
  speaks: 'After eighteen epochs.',
  remedies: 'Keep the rate up where the schedule has let it fall; another rate; more units.',
  check({ spec, metrics, threshold }) {
    const { steps, values } = trainingLosses(metrics);
    if (!isHigh(metrics)) return [];
    const half = windowEpochs / 2;
    const gainAt = (i: number): number => {
      if (i + 1 < windowEpochs + half) return Infinity;
      const now = mean(values.slice(i + 1 - half, i + 1));
      const before = mean(values.slice(i + 1 - windowEpochs - half, i + 1 - windowEpochs));
      return (before - now) / Math.abs(before);
    };
    const stretch = findSustained(values.length, (i) => gainAt(i) < threshold, lastingEpochs);
    if (stretch === null || stretch.last < values.length - 1) return [];
    const gain = gainAt(stretch.last);
    const hasFallen = hasRateFallen(metrics);
    return [
      findingAt([hasFallen ? 'schedule' : 'optimizer'], {
        message: `The loss has stopped falling at ${say(recentLoss(metrics))} (a guess has ${say(referenceLoss(metrics))}): it gains ${say(gain)} in ${windowEpochs} epochs, below ${say(threshold)}${hasFallen ? `; the rate has fallen to ${say(metrics.epochs.at(-1)!.learningRate)}` : ''}`,
        value: gain,
        step: steps[stretch.first]!,
        fixes: rankFixes(
          hasFallen ? keepRate(spec) : null,
          hasFallen ? useCosine(spec) : lowerLearningRate(spec, metrics, 3),
          raiseLearningRate(spec, metrics, 3),
          widen(spec),
        ),
      }),
    ];
  },
});

function isHigh(metrics: Metrics): boolean {
  return isUnfitted(metrics, restingShare) || gainOverLinear(metrics) < linearShare;
}
