import type { InputSize } from '../../runs/facts.js';
import { normInputs, scaleInputs } from '../fixes/data.js';
import { rankFixes } from '../fixes/fix.js';
import { defineRule, findingAt } from '../rule.js';
import { say } from '../say.js';

/** All inputs below this are as hard to learn from as large ones. */
const tiny = 0.01;

export const unscaledInputs = defineRule({
  code: 'unscaled-inputs',
  doc: 'An input is far from the size of the others, so that it alone decides what the first layer gives. Gradients are as uneven as the inputs: one learning rate is too high for the large and too low for the small.',
  severity: 'warning',
  source: 'LeCun et al., Efficient BackProp, 1998, §4.3, https://doi.org/10.1007/3-540-49430-8_2',
  threshold: {
    default: 10,
    doc: 'The largest input’s √(mean² + deviation²) after scaling; or all of them are below 0.01.',
  },
  needs: ['facts'],
  speaks: 'Before the first step.',
  remedies: 'Scale the columns (`standard`, or `minmax`); a batchNorm before the first layer.',
  explains: [
    'bad-first-loss',
    'not-finite',
    'diverging',
    'exploding-gradient',
    'vanishing-gradient',
    'learning-rate-too-high',
    'learning-rate-too-low',
    'weights-exploding',
    'weights-collapsed',
    'saturated-units',
    'dead-units',
    'update-too-large',
    'update-too-small',
    'oscillating',
    'underfitting',
    'plateau',
  ],
  check({ spec, metrics: { facts }, threshold }) {
    if (!facts?.inputs || isNormed(spec.layers[0]?.type)) return [];
    const { largest, smallest } = facts.inputs;
    const size = sizeOf(largest);
    const isTiny = size < tiny;
    if (size <= threshold && !isTiny) return [];
    return [
      findingAt(['data'], {
        message: isTiny
          ? `Inputs are all but 0: the largest, ${largest.name}, has size ${say(size)}, below ${say(tiny)}`
          : `Inputs are not scaled: ${largest.name} has mean ${say(largest.mean)} and deviation ${say(largest.std)}, of size ${say(size)}, above ${say(threshold)}; ${smallest.name} has ${say(sizeOf(smallest))}`,
        value: size,
        step: 0,
        fixes: rankFixes(scaleInputs(spec), scaleInputs(spec, 'minmax'), normInputs(spec)),
      }),
    ];
  },
});

function isNormed(type: string | undefined): boolean {
  return type === 'batchNorm' || type === 'layerNorm' || type === 'embedding';
}

function sizeOf({ mean, std }: InputSize): number {
  return Math.hypot(mean, std);
}
