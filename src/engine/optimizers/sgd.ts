import { flagOption, numberOption } from '../member.js';
import { defineOptimizer, normArguments, slotAt } from './optimizer.js';

/** Stochastic gradient descent with PyTorch's momentum (dampening 0): v ← μv + g, w ← w − ηv. */
export const sgd = defineOptimizer({
  name: 'sgd',
  doc:
    'Stochastic gradient descent: w ← w − η·g, with momentum v ← μ·v + g and w ← w − η·v. ' +
    'Simple and hard to beat with momentum 0.9 and a schedule, but its rate must be tuned by hand. ' +
    'Nesterov looks ahead along the momentum (Sutskever et al. 2013).',
  defaultLearningRate: 0.001,
  options: {
    momentum: {
      kind: 'number',
      minimum: 0,
      default: 0,
      doc: 'Share of the last direction that is kept, so that steps add up where gradients agree; 0.9 is usual.',
    },
    nesterov: {
      kind: 'boolean',
      default: false,
      doc: 'Take the gradient as if the momentum step were already done; needs momentum above 0.',
    },
  },
  slots: (config) => (numberOption(config, 'momentum') > 0 ? ['momentumBuffer'] : []),
  update: (config, buffers) => ({
    kernel: 'sgdUpdate',
    arguments: {
      parameter: buffers.parameter,
      gradient: buffers.gradient,
      momentumBuffer: slotAt(buffers, 0),
      count: buffers.count,
      step: buffers.step,
      momentum: numberOption(config, 'momentum'),
      nesterov: flagOption(config, 'nesterov') ? 1 : 0,
      weightDecay: numberOption(config, 'weightDecay'),
      ...normArguments(buffers),
    },
  }),
});
