import { rankFixes } from '../fixes/fix.js';
import { useDefaultInit } from '../fixes/initialisation.js';
import { hasInit } from '../fixes/layers.js';
import { defineRule } from '../rule.js';
import { say, sayRange } from '../say.js';
import { sustainedSamples } from '../trend.js';
import { layerOf } from '../watchedLayers.js';

export const symmetricWeights = defineRule({
  code: 'symmetric-weights',
  doc: 'Units of a layer begin with the same weights and get the same gradient, so they stay the same for ever. The layer can do no more than one unit of it could.',
  severity: 'warning',
  source:
    'CS231n, Neural networks part 2: weight initialization, https://cs231n.github.io/neural-networks-2/',
  threshold: {
    default: 0.5,
    doc: 'Share of a hidden layer’s units whose incoming and outgoing weights begin like those of another; or whose incoming ones do while the layer gets no gradient.',
  },
  needs: ['facts', 'gradient_norm/'],
  speaks: 'Before the first step; of units without a gradient after ten samples.',
  remedies: 'Initialise with He or Glorot.',
  explains: [
    'poor-initialisation',
    'bad-first-loss',
    'vanishing-gradient',
    'dead-units',
    'learning-rate-too-low',
    'update-too-small',
    'underfitting',
    'plateau',
  ],
  check({ spec, metrics, watched, threshold }) {
    if (!metrics.facts) return [];
    const names = Object.keys(metrics.facts.weights);
    const alike = names.slice(0, -1).flatMap((parameter) => {
      const { units, alike, twins, isLearning } = metrics.facts!.weights[parameter]!;
      const config = layerOf(spec, parameter);
      if (!config || !isLearning || units < 2) return [];
      const isStuck = alike > 0 && hasNoGradient(watched.layers, parameter);
      const count = isStuck ? alike : twins;
      return count / units > threshold ? [{ parameter, config, count, units, isStuck }] : [];
    });
    const [first, ...rest] = alike;
    if (first === undefined) return [];
    const { parameter, config, count, units } = first;
    return [
      {
        layer: config.name,
        parameter,
        message: `${count} of ${units} units of ${sayRange([first, ...rest].map((one) => one.config.name))} start the same and stay so: ${say(count / units)} of them, above ${say(threshold)}`,
        value: count / units,
        path: ['layers', config.index],
        step: first.isStuck ? (watched.steps[0] ?? 0) : 0,
        related: rest.map((one) => ({
          message: `${one.count} of ${one.units} units of ${one.config.name} start the same`,
          path: ['layers', one.config.index],
        })),
        fixes: rankFixes(useDefaultInit(spec, hasInit)),
      },
    ];
  },
});

/** Whether a layer has been measured often enough, and never had a gradient. */
function hasNoGradient(
  layers: readonly { readonly parameter: string; readonly gradientNorms: Float64Array }[],
  parameter: string,
): boolean {
  const norms = layers.find((layer) => layer.parameter === parameter)?.gradientNorms;
  return norms !== undefined && norms.length >= sustainedSamples && norms.every((norm) => norm === 0);
}
