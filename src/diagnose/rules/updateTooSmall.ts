import type { Metrics } from '../../runs/metrics.js';
import type { Spec } from '../../spec/spec.js';
import { hasRateFallen, isUnfitted, recentLoss, referenceLoss, trainingLosses } from '../epochs.js';
import { clipLess } from '../fixes/clipping.js';
import { rankFixes } from '../fixes/fix.js';
import { factorBetween, raiseLearningRate, useDefaultEpsilon } from '../fixes/learningRate.js';
import { defineRule } from '../rule.js';
import { say, sayRange } from '../say.js';
import { findSustained, logTrend } from '../trend.js';
import { median, totalNorms, type WatchedLayer } from '../watchedLayers.js';

/** Updates over weights that are sound. */
const soundRatio = 1e-3;
/** Share of the planned epochs after which something should have been learnt. */
const patienceShare = 0.25;
/** A loss above this share of where it began, or of a guess's, has not learnt much. */
const learntShare = 0.7;
/** Weights that someone else has trained may begin, and stay, below this share of a guess's loss. */
const fittedShare = 0.5;

export const updateTooSmall = defineRule({
  code: 'update-too-small',
  doc: 'Steps are so small against the weights that these stay what they were drawn as, and the loss with them. Gradients that are clipped to nearly nothing, a large epsilon, or a rate far too low do that.',
  severity: 'warning',
  source:
    'CS231n, Neural networks part 3: ratio of weights to updates, https://cs231n.github.io/neural-networks-3/',
  threshold: {
    default: 1e-4,
    doc: '‖update‖ / ‖weights‖ of every layer, as a running mean from the first step on, while the loss is above 0.7 of that of the first epoch (or of a guess, where that is less) and above half of a guess’s; about 1e-3 is healthy.',
  },
  needs: ['update_ratio/', 'epochs'],
  speaks: 'After a quarter of the epochs, and ten samples.',
  remedies: 'Clip less; the usual epsilon; a higher learning rate.',
  explains: ['underfitting', 'plateau'],
  check({ spec, metrics, watched, threshold }) {
    const { steps, layers } = watched;
    const isDue = trainingLosses(metrics).values.length >= Math.max(2, patienceShare * metrics.plannedEpochs);
    if (!isDue || hasLearnt(metrics) || layers.length === 0) return [];
    if (hasRateFallen(metrics)) return [];
    const trends = layers.flatMap(({ updateRatios }) => (updateRatios ? [logTrend(updateRatios)] : []));
    if (trends.length < layers.length) return [];
    const logThreshold = Math.log(threshold);
    const stretch = findSustained(steps.length, (i) => trends.every((trend) => trend[i]! < logThreshold));
    if (stretch === null || stretch.last < steps.length - 1) return [];
    if (stretch.first > steps.length / 4) return [];
    const values = trends.map((trend) => Math.exp(trend[stretch.last]!));
    const [first] = layers as [WatchedLayer];
    const cause = causeOf(spec, layers);
    return [
      {
        layer: first.name,
        parameter: first.parameter,
        message: `Steps of ${sayRange(layers.map(({ name }) => name))} are too small to learn: ‖update‖ / ‖weights‖ = ${say(values[0]!)}, below ${say(threshold)}; the loss stands at ${say(trainingLosses(metrics).values.at(-1)!)}, a guess has ${say(referenceLoss(metrics))}`,
        value: values[0]!,
        path: first.path,
        step: steps[stretch.first]!,
        related: cause === null ? [] : [{ message: cause.message, path: cause.path }],
        fixes: rankFixes(
          clipLess(spec),
          useDefaultEpsilon(spec),
          raiseLearningRate(spec, metrics, factorBetween(soundRatio, median(values))),
          raiseLearningRate(spec, metrics, 3),
        ),
      },
    ];
  },
});

/** Whether the loss has come down from where weights were drawn, which may be below a guess by luck. */
function hasLearnt(metrics: Metrics): boolean {
  const first = trainingLosses(metrics).values[0] ?? Infinity;
  const start = Math.min(first, referenceLoss(metrics));
  return recentLoss(metrics) < learntShare * start || !isUnfitted(metrics, fittedShare);
}

/** What holds steps back besides the rate; null where nothing does. */
export function causeOf(
  { training, optimizer }: Spec,
  layers: readonly WatchedLayer[],
): { readonly message: string; readonly path: readonly string[] } | null {
  const norm = median(totalNorms(layers));
  if (training.clipNorm !== undefined && training.clipNorm < norm / 10) {
    return {
      message: `Gradients of norm ${say(norm)} are clipped to ${say(training.clipNorm)}`,
      path: ['training', 'clipNorm'],
    };
  }
  if (training.clipValue !== undefined && training.clipValue < norm / 1000) {
    return {
      message: `Gradients are clipped to ±${say(training.clipValue)}`,
      path: ['training', 'clipValue'],
    };
  }
  const { epsilon } = optimizer;
  if (typeof epsilon === 'number' && epsilon > 0.01) {
    return {
      message: `epsilon ${say(epsilon)} is far above gradients`,
      path: ['optimizer', 'epsilon'],
    };
  }
  return null;
}
