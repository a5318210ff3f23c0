import { defineLoss } from './loss.js';

export const huber = defineLoss({
  name: 'huber',
  doc: 'mean of ½·(y − t)² where |y − t| ≤ delta, else delta·(|y − t| − ½·delta). Smooth like mse near the target, mild like mae on outliers (Huber 1964).',
  options: {
    delta: {
      kind: 'number',
      above: 0,
      default: 1,
      doc: 'The error, in units of the (scaled) target, at which the square turns into a straight line.',
    },
  },
  tasks: ['regression'],
  target: () => 'values',
  takesClassWeights: false,
  emit: (config, { classWeights: _, ...buffers }) => ({
    kernel: 'huber',
    arguments: { ...buffers, delta: config['delta'] as number },
  }),
});
