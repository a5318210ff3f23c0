import { scaleTarget } from '../fixes/data.js';
import { rankFixes } from '../fixes/fix.js';
import { useDefaultInit, useZeroBiases } from '../fixes/initialisation.js';
import { addNorm } from '../fixes/norm.js';
import { defineRule } from '../rule.js';
import { say } from '../say.js';
import { indexOfOutput } from '../fixes/layers.js';

/** What the outputs of a fresh network, which vary by themselves, may add to the loss of a guess. */
const ownSpread: Readonly<Record<string, number>> = {
  mse: 8,
  huber: 3,
  mae: 3,
  crossEntropy: 2,
  binaryCrossEntropy: 1,
  hinge: 2,
};
/** The loss of fewer rows says little. */
const fewestRows = 8;

export const badFirstLoss = defineRule({
  code: 'bad-first-loss',
  doc: 'Before it has learnt anything the network is much worse than a guess: its outputs are far from the targets’ size, or sure of what they cannot know. The first epochs go into unlearning that, and their large gradients may do lasting harm.',
  severity: 'warning',
  source: 'CS231n, Neural networks part 3: sanity checks, https://cs231n.github.io/neural-networks-3/',
  threshold: {
    default: 3,
    doc: 'First training loss, without penalties, over that of a guess: −ln(1/classes), or the variance of the target; less what outputs vary by themselves: 2 of a classification, 1 of a binary, 8 of a mean square.',
  },
  needs: ['facts', 'loss/train'],
  speaks: 'After the first step.',
  remedies: 'Scale the target; initialise the layers, and start biases at 0.',
  explains: [
    'learning-rate-too-low',
    'learning-rate-too-high',
    'update-too-small',
    'weights-exploding',
    'dead-units',
    'saturated-units',
    'underfitting',
    'plateau',
  ],
  check({ spec, metrics: { facts, scalars }, threshold }) {
    const isRegression = facts?.baseline?.metric === 'r2';
    const series = scalars.get('loss/train');
    if (!facts?.guessLoss || series === undefined || series.values.length === 0) return [];
    if (series.steps[0] !== 1 || spec.training.batchSize < fewestRows) return [];
    const loss = series.values[0]! - facts.firstPenalty;
    const usual = isRegression ? 'mse' : facts.classes?.length === 2 ? 'binaryCrossEntropy' : 'crossEntropy';
    const allowed = ownSpread[spec.loss?.type ?? usual] ?? 0;
    const value = (loss - allowed) / facts.guessLoss;
    if (!(value > threshold)) return [];
    const output = spec.layers[indexOfOutput(spec)];
    return [
      {
        layer: output?.name ?? null,
        parameter: null,
        message: `The first loss is ${say(loss)}, where a guess has ${say(facts.guessLoss)}: ${say(value)} times that beyond chance, above ${say(threshold)}`,
        value,
        path: output === undefined ? ['layers'] : ['layers', output.index],
        step: series.steps[0],
        related: [],
        fixes: rankFixes(
          isRegression ? scaleTarget(spec) : null,
          useDefaultInit(spec),
          useZeroBiases(spec),
          addNorm(spec),
        ),
      },
    ];
  },
});
