import { useRelu } from '../fixes/activation.js';
import { rankFixes } from '../fixes/fix.js';
import { useDefaultInit } from '../fixes/initialisation.js';
import { addNorm } from '../fixes/norm.js';
import { addResidual } from '../fixes/residual.js';
import { defineRule } from '../rule.js';
import { say, sayRange } from '../say.js';
import { findSustained } from '../trend.js';

/** A gradient above this is not small, whatever that of the output layer is (AUTOTRAINER). */
const smallNorm = 1e-4;

export const vanishingGradient = defineRule({
  code: 'vanishing-gradient',
  doc: 'The gradient shrinks from layer to layer on its way back, so that the first layers hardly learn and what comes after them works on random features. Sigmoid and tanh in many layers, or first weights that are too small, do that.',
  severity: 'warning',
  source: 'AUTOTRAINER, ICSE 2021, https://doi.org/10.1109/ICSE43902.2021.00043',
  threshold: {
    default: 1e-3,
    doc: 'Gradient norm of a layer over that of the output layer, as running means, while the smallest is below 1e-4.',
  },
  needs: ['gradient_norm/'],
  speaks: 'After ten samples in a row.',
  remedies:
    'relu with heNormal for sigmoid and tanh; initialise by the size of the layer; batchNorm; residual connections between layers of one width.',
  explains: [
    'saturated-units',
    'dead-units',
    'update-too-small',
    'learning-rate-too-low',
    'underfitting',
    'plateau',
  ],
  check({ spec, watched: { steps, layers }, threshold }) {
    if (layers.length < 2) return [];
    const trends = layers.map(({ trend }) => trend);
    const output = trends.at(-1)!;
    const [logThreshold, logSmall] = [Math.log(threshold), Math.log(smallNorm)];
    const isBelow = (layer: number, i: number): boolean => trends[layer]![i]! < logThreshold + output[i]!;
    const smallest = (i: number): number => {
      let best = 0;
      for (let layer = 1; layer < trends.length; layer++) {
        if (trends[layer]![i]! < trends[best]![i]!) best = layer;
      }
      return best;
    };

    const stretch = findSustained(steps.length, (i) => {
      const layer = smallest(i);
      return trends[layer]![i]! < logSmall && isBelow(layer, i);
    });
    if (stretch === null) return [];

    const worst = smallest(stretch.last);
    let from = worst;
    while (from > 0 && isBelow(from - 1, stretch.last)) from--;
    let to = worst;
    while (to < layers.length - 2 && isBelow(to + 1, stretch.last)) to++;
    const vanished = layers.slice(from, to + 1);
    const [first] = vanished;
    if (first === undefined) return [];
    const normOf = (layer: number): number => Math.exp(trends[layer]![stretch.last]!);
    const value = normOf(from) / normOf(layers.length - 1);
    return [
      {
        layer: first.name,
        parameter: first.parameter,
        message: `Gradient vanishes in ${sayRange(vanished.map(({ name }) => name))}: ‖∇ ${first.name}‖ / ‖∇ ${layers.at(-1)!.name}‖ = ${say(value)}, below ${say(threshold)}`,
        value,
        path: first.path,
        step: steps[stretch.first]!,
        related: vanished.slice(1).map(({ name, path }, i) => ({
          message: `‖∇ ${name}‖ = ${say(normOf(from + 1 + i))}`,
          path,
        })),
        fixes: rankFixes(useRelu(spec), useDefaultInit(spec), addNorm(spec), addResidual(spec)),
      },
    ];
  },
});
