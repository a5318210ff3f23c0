import type { Metrics } from '../runs/metrics.js';
import { addBatchNorm, clipGradients, lowerLearningRate, rankFixes, useDefaultInit } from './fixes.js';
import { defineRule, type RuleContext, type RuleFinding } from './rule.js';
import { say, sayRange } from './say.js';
import { findSustained, runningMean } from './trend.js';
import { totalNorms, watchLayers, type WatchedLayers } from './watchedLayers.js';

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
  check(context) {
    const watched = watchLayers(context.spec, context.metrics);
    if (watched.layers.length === 0) return [];
    return findGrowthByDepth(context, watched) ?? findGrowthOverTime(context, watched) ?? [];
  },
});

/** Layers whose gradient is far above that of the output layer. */
function findGrowthByDepth(context: RuleContext, { steps, layers }: WatchedLayers): RuleFinding[] | null {
  const { threshold } = context;
  const means = layers.map(({ gradientNorms }) => runningMean(gradientNorms));
  const output = means.at(-1)!;
  const isAbove = (layer: number, i: number): boolean =>
    means[layer]![i]! > threshold * output[i]! && means[layer]![i]! > largeNorm;
  const stretch = findSustained(steps.length, (i) => means.some((_, layer) => isAbove(layer, i)));
  if (stretch === null) return null;
  const { last } = stretch;
  const exploded = layers.filter((_, layer) => isAbove(layer, last));
  const [first] = exploded;
  if (first === undefined) return null;
  const normOf = (layer: (typeof layers)[number]): number => means[layers.indexOf(layer)]![last]!;
  const value = normOf(first) / output[last]!;
  return [
    {
      layer: first.name,
      parameter: first.parameter,
      message: `Gradient explodes in ${sayRange(exploded.map(({ name }) => name))}: ‖∇ ${first.name}‖ / ‖∇ ${layers.at(-1)!.name}‖ = ${say(value)}, above ${say(threshold)}`,
      value,
      path: first.path,
      step: steps[stretch.first]!,
      related: exploded
        .slice(1)
        .map((layer) => ({ message: `‖∇ ${layer.name}‖ = ${say(normOf(layer))}`, path: layer.path })),
      fixes: fixesFor(context, { steps, layers }, stretch.first),
    },
  ];
}

/** All layers together: far above what they were, or beyond what a classifier's gradient can soundly be. */
function findGrowthOverTime(context: RuleContext, watched: WatchedLayers): RuleFinding[] | null {
  const { steps, layers } = watched;
  const totals = totalNorms(layers);
  const mean = runningMean(totals);
  const median = medianOf(mean);
  const limit = isClassifier(context.metrics)
    ? Math.min(hugeNorm, Math.max(10 * largeNorm, growth * median))
    : Math.max(10 * largeNorm, growth * median);
  const stretch = findSustained(steps.length, (i) => mean[i]! > limit);
  if (stretch === null) return null;
  const value = mean[stretch.last]!;
  const largest = layers.reduce((best, layer) =>
    layer.gradientNorms[stretch.last]! > best.gradientNorms[stretch.last]! ? layer : best,
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
      fixes: fixesFor(context, watched, stretch.first),
    },
  ];
}

function fixesFor(
  { spec, metrics }: RuleContext,
  { layers }: WatchedLayers,
  first: number,
): RuleFinding['fixes'] {
  const healthyNorms = totalNorms(layers).subarray(0, first);
  return rankFixes(
    useDefaultInit(spec),
    clipGradients(spec, healthyNorms),
    addBatchNorm(spec),
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
