import type { Question } from './method.js';

/** Why a method that follows gradients cannot explain this model. */
export function gradientObstacle({ model }: Question): string | null {
  return model.gradient
    ? null
    : 'this model reads tokens, by which nothing can be differentiated; use kernel, or permutation';
}
