import { findMember } from '../member.js';
import type { Activation } from './activation.js';
import { elu } from './elu.js';
import { gelu } from './gelu.js';
import { leakyRelu } from './leakyRelu.js';
import { linear } from './linear.js';
import { relu } from './relu.js';
import { selu } from './selu.js';
import { sigmoid } from './sigmoid.js';
import { silu } from './silu.js';
import { softmax } from './softmax.js';
import { softplus } from './softplus.js';
import { tanh } from './tanh.js';

/** Every activation a spec may name. */
export const activations: readonly Activation[] = [
  linear,
  relu,
  leakyRelu,
  elu,
  selu,
  gelu,
  silu,
  sigmoid,
  tanh,
  softplus,
  softmax,
];

export function findActivation(name: string): Activation | undefined {
  return findMember(activations, name);
}
