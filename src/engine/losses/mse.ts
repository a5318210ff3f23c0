import { defineLoss } from './loss.js';

export const mse = defineLoss({
  name: 'mse',
  doc: 'mean (y − t)² over all outputs of the batch. Punishes large errors most; its best prediction is the mean, and a few outliers can dominate it.',
  options: {},
  tasks: ['regression'],
  target: () => 'values',
  takesClassWeights: false,
  emit: (_config, { classWeights: _, ...buffers }) => ({ kernel: 'mse', arguments: buffers }),
});
