import { findMember } from '../member.js';
import { activation } from './activation.js';
import { add } from './add.js';
import { batchNorm } from './batchNorm.js';
import { dense } from './dense.js';
import { dropout } from './dropout.js';
import { flatten } from './flatten.js';
import type { LayerMember } from './layer.js';
import { layerNorm } from './layerNorm.js';

/** Every type of layer a spec may name. */
export const layers: readonly LayerMember[] = [
  dense,
  activation,
  dropout,
  batchNorm,
  layerNorm,
  flatten,
  add,
];

export function findLayer(name: string): LayerMember | undefined {
  return findMember(layers, name);
}
