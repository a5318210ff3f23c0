import type { FirstWeights } from '../../runs/facts.js';
import { rankFixes } from '../fixes/fix.js';
import { useDefaultInit } from '../fixes/initialisation.js';
import { addNorm } from '../fixes/norm.js';
import { hasInit } from '../fixes/layers.js';
import { defineRule } from '../rule.js';
import { say, sayRange } from '../say.js';
import { layerOf } from '../watchedLayers.js';

/** Of fewer weights the mean square is chance: of 16 it is a tenth of what it should be in one of a million draws. */
const fewestWeights = 16;

export const poorInitialisation = defineRule({
  code: 'poor-initialisation',
  doc: 'The first weights of a layer are too large or too small for the number of its inputs, so that what it gives grows or shrinks from layer to layer, and the gradient with it. A start that scales with the layer’s size (He, Glorot) keeps both.',
  severity: 'warning',
  source:
    'He et al., Delving deep into rectifiers, 2015, https://arxiv.org/abs/1502.01852; Glorot & Bengio 2010; SageMaker Debugger, PoorWeightInitialization',
  threshold: {
    default: 10,
    doc: 'Mean square of a layer’s first weights over He’s 2/in, or Glorot’s 2/(in + out) (or 1/in, where that is less) over it. The output layer may start small, and layers of fewer than 16 weights are left out.',
  },
  needs: ['facts'],
  speaks: 'Before the first step.',
  remedies: 'Initialise with He or Glorot, as the activation wants it; batchNorm.',
  explains: [
    'bad-first-loss',
    'not-finite',
    'diverging',
    'exploding-gradient',
    'vanishing-gradient',
    'saturated-units',
    'dead-units',
    'learning-rate-too-high',
    'learning-rate-too-low',
    'update-too-large',
    'update-too-small',
    'weights-exploding',
    'weights-collapsed',
    'oscillating',
    'underfitting',
    'plateau',
  ],
  check({ spec, metrics, threshold }) {
    if (!metrics.facts) return [];
    const weights = Object.entries(metrics.facts.weights);
    const poor = weights.flatMap(([parameter, first], i) => {
      const config = layerOf(spec, parameter);
      if (!config || first.isGiven || !first.isLearning) return [];
      if (first.fanIn * first.units < fewestWeights) return [];
      const { ratio, isLarge } = compare(first);
      const isHarmless = !isLarge && i === weights.length - 1;
      return ratio > threshold && !isHarmless ? [{ parameter, config, first, ratio, isLarge }] : [];
    });
    const worst = poor[0];
    if (worst === undefined) return [];
    const { parameter, config, first, ratio, isLarge } = worst;
    const names = poor.filter((one) => one.isLarge === isLarge).map((one) => one.config.name);
    return [
      {
        layer: config.name,
        parameter,
        message: `First weights of ${sayRange(names)} are too ${isLarge ? 'large' : 'small'}: of size ${say(first.rms)} for ${first.fanIn} inputs, in square ${say(ratio)} times too ${isLarge ? 'large' : 'small'}, above ${say(threshold)}`,
        value: ratio,
        path: ['layers', config.index],
        step: 0,
        related: poor.slice(1).map((one) => ({
          message: `${one.config.name} starts ${say(one.ratio)} times too ${one.isLarge ? 'large' : 'small'}`,
          path: ['layers', one.config.index],
        })),
        fixes: rankFixes(useDefaultInit(spec, hasInit), addNorm(spec)),
      },
    ];
  },
});

/** How far the mean square is outside of what the two rules of thumb span. */
function compare({ rms, fanIn, fanOut }: FirstWeights): { ratio: number; isLarge: boolean } {
  const square = rms * rms;
  const high = 2 / fanIn;
  const low = Math.min(2 / (fanIn + fanOut), 1 / fanIn);
  return square > high
    ? { ratio: square / high, isLarge: true }
    : { ratio: low / Math.max(square, 1e-30), isLarge: false };
}
