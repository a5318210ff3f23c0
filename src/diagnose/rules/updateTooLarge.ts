import type { Metrics } from '../../runs/metrics.js';
import { clipGradients } from '../fixes/clipping.js';
import { rankFixes } from '../fixes/fix.js';
import { factorBetween, lowerLearningRate, lowerMomentum, warmUp } from '../fixes/learningRate.js';
import { defineRule } from '../rule.js';
import { say, sayRange } from '../say.js';
import { findSustained, logTrend, sustainedSamples } from '../trend.js';
import { totalNorms } from '../watchedLayers.js';

/** Updates over weights that are sound. */
const soundRatio = 0.01;
/** Steps that were large for less than this share of the planned training, and fewer epochs, belong to its start. */
const [lastingShare, lastingEpochs] = [0.2, 10];

export const updateTooLarge = defineRule({
  code: 'update-too-large',
  doc: 'Each step changes a layer’s weights by a good part of their size, so that the next batch meets another network. What earlier steps have learnt is overwritten, and units are thrown out of where they can learn.',
  severity: 'warning',
  source:
    'CS231n, Neural networks part 3: ratio of weights to updates, https://cs231n.github.io/neural-networks-3/',
  threshold: {
    default: 0.05,
    doc: '‖update‖ / ‖weights‖ of a layer, as a running mean; about 1e-3 is healthy.',
  },
  needs: ['update_ratio/'],
  speaks: 'After ten samples in a row, and a fifth of the planned epochs, or ten of them.',
  remedies: 'Lower the learning rate or the momentum; warm up; clip gradients.',
  explains: ['dead-units', 'saturated-units', 'underfitting', 'plateau'],
  check({ spec, metrics, watched: { steps, layers }, threshold }) {
    const logThreshold = Math.log(threshold);
    const large = layers.flatMap((layer) => {
      if (!layer.updateRatios) return [];
      const trend = logTrend(layer.updateRatios);
      const atLeast = Math.max(sustainedSamples, lastingSamples(metrics, steps));
      const stretch = findSustained(trend.length, (i) => trend[i]! > logThreshold, atLeast);
      return stretch === null ? [] : [{ layer, value: Math.exp(trend[stretch.last]!), first: stretch.first }];
    });
    const [first, ...rest] = large;
    if (first === undefined) return [];
    return [
      {
        layer: first.layer.name,
        parameter: first.layer.parameter,
        message: `Steps of ${sayRange(large.map(({ layer }) => layer.name))} are too large: ‖update‖ / ‖weights‖ = ${say(first.value)}, above ${say(threshold)}`,
        value: first.value,
        path: first.layer.path,
        step: steps[Math.min(...large.map((one) => one.first))]!,
        related: rest.map(({ layer, value }) => ({
          message: `‖update‖ / ‖${layer.name}‖ = ${say(value)}`,
          path: layer.path,
        })),
        fixes: rankFixes(
          lowerLearningRate(
            spec,
            metrics,
            factorBetween(Math.max(...large.map(({ value }) => value)), soundRatio),
          ),
          lowerMomentum(spec),
          warmUp(spec),
          clipGradients(spec, totalNorms(layers)),
        ),
      },
    ];
  },
});

/** How many samples the part of the training has for which steps must have been large. */
function lastingSamples({ plannedEpochs, stepsPerEpoch }: Metrics, steps: Float64Array): number {
  const lastingSteps = Math.min(lastingShare * plannedEpochs, lastingEpochs) * stepsPerEpoch;
  const share = lastingSteps > 0 ? lastingSteps / steps.at(-1)! : lastingShare;
  return Math.ceil(share * steps.length);
}
