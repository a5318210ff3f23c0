import { findMember } from '../member.js';
import { binaryCrossEntropy } from './binaryCrossEntropy.js';
import { crossEntropy } from './crossEntropy.js';
import { hinge } from './hinge.js';
import { huber } from './huber.js';
import type { Loss } from './loss.js';
import { mae } from './mae.js';
import { mse } from './mse.js';

/** Every loss a spec may name. */
export const losses: readonly Loss[] = [mse, mae, huber, crossEntropy, binaryCrossEntropy, hinge];

export function findLoss(name: string): Loss | undefined {
  return findMember(losses, name);
}
