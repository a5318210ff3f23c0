import type { Spec } from '../../spec/spec.js';
import { gainOverLinear, hasRateFallen, recentMetric, trainingLosses } from '../epochs.js';
import { trainLonger, widen } from '../fixes/capacity.js';
import { rankFixes } from '../fixes/fix.js';
import { indexOfOutput } from '../fixes/layers.js';
import { raiseLearningRate } from '../fixes/learningRate.js';
import { dropPenalties, lowerDropout } from '../fixes/regularisation.js';
import { defineRule } from '../rule.js';
import { say } from '../say.js';

const fewestEpochs = 10;

export const underfitting = defineRule({
  code: 'underfitting',
  doc: 'Even on the rows that it trains on the network is worse than a linear model would be. It has too few units, is held back by dropout or penalties, or has not been trained long enough.',
  severity: 'warning',
  source: 'CS231n, Neural networks part 3: train/val accuracy, https://cs231n.github.io/neural-networks-3/',
  threshold: {
    default: 0.5,
    doc: 'What the network has gained over the commonest class (or the mean) on training and validation rows, over what least squares gains on the training rows.',
  },
  needs: ['facts', 'epochs'],
  speaks: 'After half of the epochs, and ten of them.',
  remedies: 'Less dropout; no penalty; more units; a higher rate; more epochs.',
  // Too few units are driven to the ends of their range to tell the classes apart.
  explains: ['saturated-units', 'plateau'],
  check({ spec, metrics, threshold }) {
    const epochs = trainingLosses(metrics);
    const isDue = epochs.values.length >= Math.max(fewestEpochs, metrics.plannedEpochs / 2);
    const value = gainOverLinear(metrics);
    if (!isDue || hasRateFallen(metrics) || !(value < threshold)) return [];
    const { metric: name, linear } = metrics.facts!.baseline!;
    const reached = recentMetric(metrics, name);
    const path = blame(spec);
    const layer =
      typeof path[1] === 'number' ? (spec.layers.find(({ index }) => index === path[1]) ?? null) : null;
    const metric = name === 'r2' ? 'r²' : 'accuracy';
    return [
      {
        layer: layer?.name ?? null,
        parameter: null,
        message: `Underfitting: ${metric} ${say(reached)}, where a linear model reaches ${say(linear!)}: ${say(value)} of its gain, below ${say(threshold)}`,
        value,
        path,
        step: epochs.steps[Math.floor(epochs.steps.length / 2)]!,
        related: [],
        fixes: rankFixes(
          lowerDropout(spec),
          dropPenalties(spec),
          widen(spec),
          raiseLearningRate(spec, metrics, 3),
          trainLonger(spec),
        ),
      },
    ];
  },
});

/** The line that most likely holds the network back. */
function blame(spec: Spec): (string | number)[] {
  const dropout = spec.layers.find(({ type, rate }) => type === 'dropout' && Number(rate) >= 0.5);
  const penalised = spec.layers.find(({ l1, l2 }) => Number(l1) > 0 || Number(l2) > 0);
  const hidden = spec.layers.slice(0, indexOfOutput(spec)).filter(({ units }) => typeof units === 'number');
  const narrowest = hidden.toSorted((a, b) => Number(a.units) - Number(b.units))[0];
  const layer = dropout ?? penalised ?? narrowest ?? spec.layers[0];
  return layer === undefined ? ['layers'] : ['layers', layer.index];
}
