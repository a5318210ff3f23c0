import { l1 } from './l1.js';
import { l2 } from './l2.js';
import type { Regularizer } from './regularizer.js';

/** Every penalty a layer with weights may carry. */
export const regularizers: readonly Regularizer[] = [l1, l2];

export function findRegularizer(name: string): Regularizer | undefined {
  return regularizers.find((regularizer) => regularizer.name === name);
}
