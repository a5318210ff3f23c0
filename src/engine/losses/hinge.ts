import { defineLoss } from './loss.js';

export const hinge = defineLoss({
  name: 'hinge',
  doc: 'For two classes max(0, 1 − y·logit) with y = ±1; for more, Σ_{j≠class} max(0, 1 − logit[class] + logit[j]) / classes, as PyTorch’s MultiMarginLoss. Asks for a margin and then leaves a row alone, as a support vector machine does; its logits are no probabilities.',
  options: {},
  tasks: ['classification', 'binary'],
  target: (outputs) => (outputs === 1 ? 'values' : 'classIndex'),
  takesClassWeights: false,
  emit: (_config, { output, classWeights: _, ...buffers }) => ({
    kernel: 'hinge',
    arguments: { logits: output, ...buffers },
  }),
});
