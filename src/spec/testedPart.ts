import type { Spec } from './spec.js';

/**
 * All of a spec that decides which learning rate suits it, as a text to compare: not the rate itself, its schedule,
 * nor how long is trained or what is kept.
 */
export function testedPart({ data, task, layers, loss, optimizer, training, pretrained }: Spec): string {
  const { learningRate: _, ...rest } = optimizer;
  const { batchSize, clipNorm, clipValue } = training;
  return JSON.stringify({ data, task, layers, loss, rest, batchSize, clipNorm, clipValue, pretrained });
}
