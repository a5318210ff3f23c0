import { clipGradients } from '../fixes/clipping.js';
import { rankFixes } from '../fixes/fix.js';
import { factorBetween, lowerLearningRate, lowerMomentum } from '../fixes/learningRate.js';
import { defineRule } from '../rule.js';
import { say } from '../say.js';
import { findSustained, logTrend, meanTrend } from '../trend.js';
import { median, relativeSteps, thin, totalNorms } from '../watchedLayers.js';

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
  speaks: 'After ten samples in a row.',
  remedies:
    'Lower the learning rate; lower the momentum; clip gradients at the 90th percentile of the healthy norms.',
  explains: [
    'exploding-gradient',
    'vanishing-gradient',
    'learning-rate-too-high',
    'weights-exploding',
    'saturated-units',
    'dead-units',
    'update-too-large',
    'oscillating',
    'overfitting',
    'underfitting',
    'plateau',
  ],
  check({ spec, metrics, watched, threshold }) {
    const series = metrics.scalars.get('loss/train');
    if (series === undefined) return [];
    const steps = thin(series.steps);
    const values = thin(series.values);
    // A single batch can have a huge loss or next to none: neither makes a loss that is only erratic look as if it grew.
    const trend = logTrend(values);
    let lowest = Infinity;
    const best = meanTrend(values).map((mean) => Math.log((lowest = Math.min(lowest, mean))));
    const first = values[0]!;
    const [logThreshold, logFloor] = [Math.log(threshold), Math.log(shareOfFirst * first)];
    const stretch = findSustained(
      trend.length,
      (i) => trend[i]! > logThreshold + best[i]! && trend[i]! > logFloor,
    );
    if (stretch === null) return [];
    const loss = Math.exp(trend[stretch.last]!);
    const value = loss / Math.exp(best[stretch.last]!);
    const healthyNorms = totalNorms(watched.layers).filter(
      (_, i) => watched.steps[i]! < steps[stretch.first]!,
    );
    return [
      {
        layer: null,
        parameter: null,
        message: `Training diverges: the loss is ${say(loss)}, ${say(value)} times its best, above ${say(threshold)}; it began at ${say(first)}`,
        value,
        path: ['optimizer'],
        step: steps[stretch.first]!,
        related: [],
        fixes: rankFixes(
          lowerLearningRate(
            spec,
            metrics,
            factorBetween(
              median(relativeSteps(watched)),
              0.005,
              Number(spec.optimizer.momentum) > 0.95 ? 100 : 10,
              100,
            ),
          ),
          lowerMomentum(spec),
          clipGradients(spec, healthyNorms),
        ),
      },
    ];
  },
});
