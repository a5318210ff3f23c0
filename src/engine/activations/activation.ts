import { activationKinds } from '../../tensor/kernels/table.js';
import type { Member } from '../option.js';

/** What `countUnits` counts to see whether the units behind an activation still learn. */
export type UnitWatch = 'dead' | 'saturatedTanh' | 'saturatedSigmoid';

export interface Activation extends Member {
  /** Index into `activationKinds`; absent for softmax, which works on whole rows. */
  readonly kind?: number;
  /** False where f(0) ≠ 0, so that padded columns have to be cleared afterwards. */
  readonly keepsZero: boolean;
  /** By how much weights are scaled to keep the variance: PyTorch's `calculate_gain`, 1 where it has none. */
  readonly gain: number;
  /** How layers before it start when their spec does not say. */
  readonly defaultInit: 'heNormal' | 'glorotUniform';
  /** What can go wrong with its units, where something can. */
  readonly watch?: UnitWatch;
}

/** An activation that works element by element; its kernel is found by its name. */
export function defineActivation(
  member: Omit<Activation, 'options' | 'kind'> & { readonly name: (typeof activationKinds)[number] },
): Activation {
  return { ...member, kind: activationKinds.indexOf(member.name), options: {} };
}
