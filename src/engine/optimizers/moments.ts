/** What the optimizers with running averages of g and g² (Adam and its kin) share. */
import type { MemberConfig } from '../config.js';
import { flagOption, numberOption } from '../member.js';
import type { OptimizerBuffers, WriteStep } from './optimizer.js';
import { decayRate, epsilonOption, normArguments, slotAt } from './optimizer.js';
import { createRunningProduct } from './runningProduct.js';

export const momentOptions = {
  beta1: decayRate(0.9, 'Memory of the running mean of the gradients (the momentum).'),
  beta2: decayRate(0.999, 'Memory of the running mean of the squared gradients.'),
  epsilon: epsilonOption(1e-8),
};

/** β₁^t and β₂^t */
const power1 = createRunningProduct((config) => numberOption(config, 'beta1'));
const power2 = createRunningProduct((config) => numberOption(config, 'beta2'));

/** The corrections 1 − β^t of averages that start at 0 (Kingma & Ba 2015, part 3). */
export function writeCorrections(config: MemberConfig, t: number, write: WriteStep): void {
  write('correction1', 1 - power1(config, t));
  write('correction2', 1 - power2(config, t));
}

export function adamSlots(config: MemberConfig): readonly string[] {
  return flagOption(config, 'amsgrad') ? ['first', 'second', 'maxSecond'] : ['first', 'second'];
}

/** Adam's update; `decoupled` takes the weight decay off the weights and not through the gradient. */
export function adamCall(config: MemberConfig, buffers: OptimizerBuffers, decoupled: boolean) {
  return {
    kernel: 'adamUpdate',
    arguments: {
      parameter: buffers.parameter,
      gradient: buffers.gradient,
      first: slotAt(buffers, 0),
      second: slotAt(buffers, 1),
      maxSecond: slotAt(buffers, 2),
      count: buffers.count,
      step: buffers.step,
      beta1: numberOption(config, 'beta1'),
      beta2: numberOption(config, 'beta2'),
      epsilon: numberOption(config, 'epsilon'),
      weightDecay: numberOption(config, 'weightDecay'),
      decoupled: decoupled ? 1 : 0,
      ...normArguments(buffers),
    },
  } as const;
}

export const amsgradOption = {
  kind: 'boolean',
  default: false,
  doc: 'Divide by the largest mean square so far, so that steps cannot grow again (Reddi et al. 2018).',
} as const;
