import { defineLoss } from './loss.js';

export const binaryCrossEntropy = defineLoss({
  name: 'binaryCrossEntropy',
  doc: '−(t·ln σ(y) + (1 − t)·ln(1 − σ(y))), the mean over all outputs; takes logits, so the last layer needs no sigmoid. The loss for yes or no, and for several labels at once. A network that knows nothing starts at ln 2 ≈ 0.693.',
  options: {},
  tasks: ['binary', 'multilabel'],
  target: () => 'values',
  takesClassWeights: true,
  emit: (_config, { output, ...buffers }) => ({
    kernel: 'binaryCrossEntropy',
    arguments: { logits: output, ...buffers },
  }),
});
