import { clipGradients, lowerLearningRate, rankFixes } from './fixes.js';
import { defineRule } from './rule.js';
import { say } from './say.js';
import { findSustained, runningMean } from './trend.js';
import { thin, totalNorms, watchLayers } from './watchedLayers.js';

/** A loss that is still far below where it began is no divergence, however good its best was. */
const shareOfFirst = 0.5;

export const diverging = defineRule({
  code: 'diverging',
  doc: 'The loss grows instead of falling, and not by one bad batch: each step overshoots further than the one before. Nearly always the learning rate is too high.',
  severity: 'error',
  source:
    'Smith, Cyclical Learning Rates, WACV 2017, and the stop of its range test, https://arxiv.org/abs/1506.01186',
  threshold: {
    default: 4,
    doc: 'Training loss over its best so far, both as running means, while it is above half of the first.',
  },
  needs: ['loss/train'],
  explains: ['exploding-gradient', 'vanishing-gradient', 'learning-rate-too-high', 'oscillating'],
  check({ spec, metrics, threshold }) {
    const series = metrics.scalars.get('loss/train');
    if (series === undefined) return [];
    const steps = thin(series.steps);
    const values = thin(series.values);
    const mean = runningMean(values);
    const best = new Float64Array(mean.length);
    let lowest = Infinity;
    mean.forEach((value, i) => (best[i] = lowest = Math.min(lowest, value)));
    const first = values[0]!;
    const stretch = findSustained(
      mean.length,
      (i) => mean[i]! > threshold * best[i]! && mean[i]! > shareOfFirst * first,
    );
    if (stretch === null) return [];
    const value = mean[stretch.last]! / best[stretch.last]!;
    const { layers } = watchLayers(spec, metrics);
    const healthyNorms = totalNorms(layers).subarray(0, stretch.first);
    return [
      {
        layer: null,
        parameter: null,
        message: `Training diverges: the loss is ${say(mean[stretch.last]!)}, ${say(value)} times its best, above ${say(threshold)}; it began at ${say(first)}`,
        value,
        path: ['optimizer'],
        step: steps[stretch.first]!,
        related: [],
        fixes: rankFixes(lowerLearningRate(spec, metrics), clipGradients(spec, healthyNorms)),
      },
    ];
  },
});
