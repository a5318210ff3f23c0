import { numberOption } from '../member.js';
import { defineOptimizer, epsilonOption, normArguments, slotAt } from './optimizer.js';

/** Duchi, Hazan & Singer 2011, as PyTorch has it with a learning-rate decay of 0. */
export const adagrad = defineOptimizer({
  name: 'adagrad',
  aliases: ['adaGrad'],
  doc:
    'Divides each gradient by the root of the sum of all its squares so far: s ← s + g², w ← w − η·g/(√s + ε). ' +
    'Rare features keep large steps while frequent ones slow down; made for sparse data ' +
    '(Duchi, Hazan & Singer 2011). Steps only ever shrink, so long trainings may stall.',
  defaultLearningRate: 0.01,
  options: { epsilon: epsilonOption(1e-10) },
  slots: () => ['sum'],
  update: (config, buffers) => ({
    kernel: 'adagradUpdate',
    arguments: {
      parameter: buffers.parameter,
      gradient: buffers.gradient,
      sum: slotAt(buffers, 0),
      count: buffers.count,
      step: buffers.step,
      epsilon: numberOption(config, 'epsilon'),
      weightDecay: numberOption(config, 'weightDecay'),
      ...normArguments(buffers),
    },
  }),
});
