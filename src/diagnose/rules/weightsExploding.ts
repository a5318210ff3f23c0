import { clipGradients } from '../fixes/clipping.js';
import { rankFixes } from '../fixes/fix.js';
import { lowerLearningRate, lowerMomentum } from '../fixes/learningRate.js';
import { addL2, addWeightDecay } from '../fixes/regularisation.js';
import { defineRule } from '../rule.js';
import { say, sayRange } from '../say.js';
import { findSustained } from '../trend.js';
import { totalNorms } from '../watchedLayers.js';

/** Weights that grow by less than this over the latest half of the run are settling. */
const stillGrowing = 1.2;

export const weightsExploding = defineRule({
  code: 'weights-exploding',
  doc: 'Weights grow without end, by far more than learning needs. The network becomes sure of everything, small changes of its inputs swing its outputs, and in the end numbers overflow.',
  severity: 'warning',
  source:
    'Goodfellow, Bengio & Courville, Deep Learning, 2016, §7.1, https://www.deeplearningbook.org/contents/regularization.html',
  threshold: {
    default: 10,
    doc: 'Norm of a layer’s weights over the norm they began with, while it still grows.',
  },
  needs: ['weight_norm/'],
  speaks: 'After ten samples in a row.',
  remedies: 'Lower the momentum or the learning rate; weight decay; l2; clip gradients.',
  explains: [
    'saturated-units',
    'dead-units',
    'oscillating',
    'update-too-large',
    'overfitting',
    'underfitting',
    'plateau',
  ],
  check({ spec, metrics, watched, threshold }) {
    const { steps, layers } = watched;
    const grown = layers.flatMap((layer) => {
      const norms = layer.weightNorms;
      if (!norms) return [];
      const stretch = findSustained(norms.length, (i) => norms[i]! > threshold * layer.startNorm);
      if (stretch === null || stretch.last < norms.length - 1) return [];
      const isGrowing = norms.at(-1)! > stillGrowing * norms[Math.floor(norms.length / 2)]!;
      return isGrowing ? [{ layer, value: norms.at(-1)! / layer.startNorm, first: stretch.first }] : [];
    });
    const [first, ...rest] = grown;
    if (first === undefined) return [];
    const healthy = totalNorms(layers).subarray(0, first.first);
    return [
      {
        layer: first.layer.name,
        parameter: first.layer.parameter,
        message: `Weights of ${sayRange(grown.map(({ layer }) => layer.name))} grow without end: their norm is ${say(first.value)} times that of the start, above ${say(threshold)}`,
        value: first.value,
        path: first.layer.path,
        step: steps[Math.min(...grown.map((one) => one.first))]!,
        related: rest.map(({ layer, value }) => ({
          message: `‖${layer.name}‖ is ${say(value)} times that of the start`,
          path: layer.path,
        })),
        fixes: rankFixes(
          lowerMomentum(spec),
          lowerLearningRate(spec, metrics),
          addWeightDecay(spec),
          addL2(spec),
          clipGradients(spec, healthy),
        ),
      },
    ];
  },
});
