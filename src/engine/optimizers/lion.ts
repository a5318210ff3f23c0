import { numberOption } from '../member.js';
import { decayRate, defineOptimizer, normArguments, slotAt } from './optimizer.js';

/** Chen et al. 2023, "Symbolic Discovery of Optimization Algorithms", algorithm 2. */
export const lion = defineOptimizer({
  name: 'lion',
  doc:
    'Goes by the sign alone: w ← w − η·(sign(β₁·m + (1−β₁)·g) + λ·w), then m ← β₂·m + (1−β₂)·g. Every weight ' +
    'moves by the same amount, with half of Adam’s memory; its rate should be 3 to 10 times smaller and its ' +
    'weight decay as much larger than adamW’s (Chen et al. 2023).',
  defaultLearningRate: 1e-4,
  decoupledDecay: true,
  options: {
    beta1: decayRate(0.9, 'Weight of the momentum against the gradient in the direction of a step.'),
    beta2: decayRate(0.99, 'Memory of the momentum itself.'),
  },
  slots: () => ['first'],
  update: (config, buffers) => ({
    kernel: 'lionUpdate',
    arguments: {
      parameter: buffers.parameter,
      gradient: buffers.gradient,
      first: slotAt(buffers, 0),
      count: buffers.count,
      step: buffers.step,
      beta1: numberOption(config, 'beta1'),
      beta2: numberOption(config, 'beta2'),
      weightDecay: numberOption(config, 'weightDecay'),
      ...normArguments(buffers),
    },
  }),
});
