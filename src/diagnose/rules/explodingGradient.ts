import type { Metrics } from '../../runs/metrics.js';
import { clipGradients } from '../fixes/clipping.js';
import { rankFixes } from '../fixes/fix.js';
import { useDefaultInit } from '../fixes/initialisation.js';
import { lowerLearningRate } from '../fixes/learningRate.js';
import { addNorm } from '../fixes/norm.js';
import { defineRule, type RuleContext, type RuleFinding } from '../rule.js';
import { say, sayRange } from '../say.js';
import { findSustained, logTrend } from '../trend.js';
import { totalNorms, type WatchedLayer } from '../watchedLayers.js';

/** Smaller gradients are not large, whatever those of the output layer are. */
const largeNorm = 1;
/** Norms of a sound classifier stay far below this, whose loss begins near the logarithm of its classes. */
const hugeNorm = 1000;
/** How far above its own median a norm is out of all proportion. */
const growth = 100;

export const explodingGradient = defineRule({
  code: 'exploding-gradient',
  doc: 'The gradient grows from layer to layer on its way back, or far above what it was, so that a step throws the weights about instead of moving them downhill. First weights that are too large, deep or recurrent networks without norm layers, and rates that are too high do that.',
  severity: 'warning',
  source: 'AUTOTRAINER, ICSE 2021, https://doi.org/10.1109/ICSE43902.2021.00043',
  threshold: {
    default: 70,
    doc: 'Gradient norm of a layer over that of the output layer, as running means, while the layer’s is above 1.',
  },
  needs: ['gradient_norm/'],
  speaks: 'After ten samples in a row.',
  remedies: 'Initialise with He or Glorot; clip gradients; batchNorm; lower the learning rate.',
  explains: [
    'bad-first-loss',
    'weights-exploding',
    'saturated-units',
    'dead-units',
    'vanishing-gradient',
    'update-too-large',
    'oscillating',
    'underfitting',
    'plateau',
  ],
  check(context) {
    if (context.watched.layers.length === 0) return [];
    return findGrowthByDepth(context) ?? findGrowthOverTime(context) ?? [];
  },
});

/** Layers whose gradient is far above that of the output layer. */
function findGrowthByDepth(context: RuleContext): RuleFinding[] | null {
  const { threshold, watched } = context;
  const { steps, layers } = watched;
  const output = layers.at(-1)!;
  const [logThreshold, logLarge] = [Math.log(threshold), Math.log(largeNorm)];
  const isAbove = ({ trend }: WatchedLayer, i: number): boolean =>
    trend[i]! > logThreshold + output.trend[i]! && trend[i]! > logLarge;
  const stretch = findSustained(steps.length, (i) => layers.some((layer) => isAbove(layer, i)));
  if (stretch === null) return null;
  const exploded = layers.filter((layer) => isAbove(layer, stretch.last));
  const [first] = exploded;
  if (first === undefined) return null;
  const normOf = ({ trend }: WatchedLayer): number => Math.exp(trend[stretch.last]!);
  const value = normOf(first) / normOf(output);
  return [
    {
      layer: first.name,
      parameter: first.parameter,
      message: `Gradient explodes in ${sayRange(exploded.map(({ name }) => name))}: ‖∇ ${first.name}‖ / ‖∇ ${output.name}‖ = ${say(value)}, above ${say(threshold)}`,
      value,
      path: first.path,
      step: steps[stretch.first]!,
      related: exploded
        .slice(1)
        .map((layer) => ({ message: `‖∇ ${layer.name}‖ = ${say(normOf(layer))}`, path: layer.path })),
      fixes: fixesFor(context, stretch.first),
    },
  ];
}

/** All layers together: far above what they were, or beyond what a classifier's gradient can soundly be. */
function findGrowthOverTime(context: RuleContext): RuleFinding[] | null {
  const { steps, layers } = context.watched;
  const trend = logTrend(totalNorms(layers));
  const grown = Math.max(10 * largeNorm, growth * Math.exp(medianOf(trend)));
  const limit = isClassifier(context.metrics) ? Math.min(hugeNorm, grown) : grown;
  const logLimit = Math.log(limit);
  const stretch = findSustained(steps.length, (i) => trend[i]! > logLimit);
  if (stretch === null) return null;
  const value = Math.exp(trend[stretch.last]!);
  const largest = layers.reduce((best, layer) =>
    layer.trend[stretch.last]! > best.trend[stretch.last]! ? layer : best,
  );
  return [
    {
      layer: largest.name,
      parameter: largest.parameter,
      message: `Gradient explodes: the norm over all layers is ${say(value)}, most of it in ${largest.name}; above ${say(limit)}`,
      value,
      path: largest.path,
      step: steps[stretch.first]!,
      related: [],
      fixes: fixesFor(context, stretch.first),
    },
  ];
}

function fixesFor({ spec, metrics, watched }: RuleContext, first: number): RuleFinding['fixes'] {
  const healthyNorms = totalNorms(watched.layers).subarray(0, first);
  return rankFixes(
    useDefaultInit(spec),
    clipGradients(spec, healthyNorms),
    addNorm(spec),
    lowerLearningRate(spec, metrics),
  );
}

/** Only classifiers are scored by accuracy. */
function isClassifier({ epochs }: Metrics): boolean {
  return epochs.some(({ metrics }) => 'accuracy' in metrics);
}

function medianOf(values: Float64Array): number {
  return values.toSorted()[Math.floor(values.length / 2)] ?? 0;
}
