import type { Spec } from '../../spec/spec.js';
import type { MaybeFix } from './fix.js';

/** Scales numeric columns to mean 0 and deviation 1, or to 0…1. */
export function scaleInputs({ data }: Spec, scale: 'standard' | 'minmax' = 'standard'): MaybeFix {
  if (data.scale === scale) return null;
  return {
    title: scale === 'standard' ? 'Scale inputs to mean 0, deviation 1' : 'Scale inputs to 0…1',
    edits: [{ op: 'set', path: ['data', 'scale'], value: scale }],
  };
}

/** Lets the first layer scale what it reads, where the data cannot be scaled. */
export function normInputs({ layers }: Spec): MaybeFix {
  const [first] = layers;
  if (first === undefined || first.type !== 'dense' || first.from !== undefined) return null;
  return {
    title: 'Put a batchNorm before the first layer',
    edits: [{ op: 'insert', path: ['layers', 0], value: { type: 'batchNorm' } }],
  };
}

export function scaleTarget({ data }: Spec): MaybeFix {
  if (data.scaleTarget === 'standard') return null;
  return {
    title: 'Scale the target to mean 0, deviation 1',
    edits: [{ op: 'set', path: ['data', 'scaleTarget'], value: 'standard' }],
  };
}

export function balanceClasses({ data }: Spec): MaybeFix {
  if (data.classWeights !== undefined) return null;
  return {
    title: 'Weigh classes by their rarity',
    edits: [{ op: 'set', path: ['data', 'classWeights'], value: 'balanced' }],
  };
}
