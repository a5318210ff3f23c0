import { defineLoss } from './loss.js';

export const mae = defineLoss({
  name: 'mae',
  doc: 'mean |y − t| over all outputs of the batch. Every error counts in proportion, so that outliers weigh less than with mse; its best prediction is the median.',
  options: {},
  tasks: ['regression'],
  target: () => 'values',
  takesClassWeights: false,
  emit: (_config, { classWeights: _, ...buffers }) => ({ kernel: 'mae', arguments: buffers }),
});
