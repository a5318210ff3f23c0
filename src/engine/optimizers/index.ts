import { findMember } from '../member.js';
import { adagrad } from './adagrad.js';
import { adam } from './adam.js';
import { adamW } from './adamW.js';
import { lion } from './lion.js';
import { nadam } from './nadam.js';
import type { Optimizer } from './optimizer.js';
import { rmsprop } from './rmsprop.js';
import { sgd } from './sgd.js';

export const optimizers: readonly Optimizer[] = [sgd, rmsprop, adagrad, adam, adamW, nadam, lion];

/** The optimizer of this name or alias; undefined where there is none. */
export function findOptimizer(name: string): Optimizer | undefined {
  return findMember(optimizers, name);
}
