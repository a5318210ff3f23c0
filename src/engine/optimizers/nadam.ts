import { pow } from '../../tensor/math.js';
import type { MemberConfig } from '../config.js';
import { numberOption } from '../member.js';
import { momentOptions, writeCorrections } from './moments.js';
import { defineOptimizer, normArguments, slotAt } from './optimizer.js';
import { createRunningProduct } from './runningProduct.js';

/** Dozat 2016, as PyTorch has it: μ_t = β₁·(1 − ½·0.96^(t·ψ)), with ψ the momentum decay. */
export const nadam = defineOptimizer({
  name: 'nadam',
  doc:
    'Adam with Nesterov’s look ahead: the step uses the momentum as it will be after this gradient, with a ' +
    'momentum that warms up, μ_t = β₁·(1 − ½·0.96^(t·ψ)). Often a little faster than adam on recurrent and ' +
    'noisy problems (Dozat 2016).',
  defaultLearningRate: 0.002,
  options: {
    ...momentOptions,
    momentumDecay: {
      kind: 'number',
      minimum: 0,
      default: 0.004,
      doc: 'How fast the momentum warms up to beta1 (ψ in the formula).',
    },
  },
  slots: () => ['first', 'second'],
  prepareStep: (config, t, write) => {
    writeCorrections(config, t, write);
    write('mu', momentum(config, t));
    write('muNext', momentum(config, t + 1));
    write('muProduct', momentumProduct(config, t));
  },
  update: (config, buffers) => ({
    kernel: 'nadamUpdate',
    arguments: {
      parameter: buffers.parameter,
      gradient: buffers.gradient,
      first: slotAt(buffers, 0),
      second: slotAt(buffers, 1),
      count: buffers.count,
      step: buffers.step,
      beta1: numberOption(config, 'beta1'),
      beta2: numberOption(config, 'beta2'),
      epsilon: numberOption(config, 'epsilon'),
      weightDecay: numberOption(config, 'weightDecay'),
      ...normArguments(buffers),
    },
  }),
});

function momentum(config: MemberConfig, t: number): number {
  return numberOption(config, 'beta1') * (1 - 0.5 * pow(0.96, t * numberOption(config, 'momentumDecay')));
}

/** μ₁·…·μ_t */
const momentumProduct = createRunningProduct(momentum);
