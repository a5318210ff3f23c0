import { rankFixes } from '../fixes/fix.js';
import { lowerLearningRate } from '../fixes/learningRate.js';
import { dropPenalties, weakenPenalties } from '../fixes/regularisation.js';
import { defineRule } from '../rule.js';
import { say, sayRange } from '../say.js';
import { findSustained } from '../trend.js';

export const weightsCollapsed = defineRule({
  code: 'weights-collapsed',
  doc: 'Weights have shrunk to nearly nothing, and what the network gives hardly depends on its inputs any more. A penalty or a weight decay that outweighs the loss does that.',
  severity: 'warning',
  source:
    'Krogh & Hertz, A simple weight decay can improve generalization, 1991, https://proceedings.neurips.cc/paper/1991/hash/8eefcfdf5990e441f0fb6f3fad709e21-Abstract.html',
  threshold: { default: 0.1, doc: 'Norm of a layer’s weights over the norm they began with.' },
  needs: ['weight_norm/'],
  speaks: 'After ten samples in a row.',
  remedies: 'Drop the penalty and the decay, or weaken them.',
  explains: [
    'vanishing-gradient',
    'dead-units',
    'update-too-small',
    'update-too-large',
    'learning-rate-too-low',
    'underfitting',
    'plateau',
  ],
  check({ spec, metrics, watched: { steps, layers }, threshold }) {
    const shrunk = layers.flatMap((layer) => {
      const norms = layer.weightNorms;
      if (!norms) return [];
      const start = norms[0]!;
      const stretch = findSustained(norms.length, (i) => norms[i]! < threshold * start);
      if (stretch === null || stretch.last < norms.length - 1) return [];
      return [{ layer, value: norms.at(-1)! / start, first: stretch.first }];
    });
    const [first, ...rest] = shrunk;
    if (first === undefined) return [];
    return [
      {
        layer: first.layer.name,
        parameter: first.layer.parameter,
        message: `Weights of ${sayRange(shrunk.map(({ layer }) => layer.name))} have collapsed: their norm is ${say(first.value)} of that of the start, below ${say(threshold)}`,
        value: first.value,
        path: first.layer.path,
        step: steps[Math.min(...shrunk.map((one) => one.first))]!,
        related: rest.map(({ layer, value }) => ({
          message: `‖${layer.name}‖ is ${say(value)} of that of the start`,
          path: layer.path,
        })),
        fixes: rankFixes(dropPenalties(spec), weakenPenalties(spec), lowerLearningRate(spec, metrics)),
      },
    ];
  },
});
