import type { Preprocessing } from '../data/preprocessing.js';
import { exp } from '../tensor/math.js';

/** 1 / (1 + e^−x), without overflow. */
export function sigmoid(x: number): number {
  if (x >= 0) return 1 / (1 + exp(-x));
  const e = exp(x);
  return e / (1 + e);
}

/** e^xᵢ / Σ e^xⱼ, without overflow. */
export function softmax(logits: ArrayLike<number>): number[] {
  const values = Array.from(logits);
  const top = Math.max(...values);
  const exponentials = values.map((value) => exp(value - top));
  const sum = exponentials.reduce((total, value) => total + value, 0);
  return exponentials.map((value) => value / sum);
}

/** What one row of a network's outputs says: probabilities, or values in the targets' original units. */
export function readOutput({ task, target }: Preprocessing, raw: ArrayLike<number>): number[] {
  if (task === 'classification') return softmax(raw);
  // Of a language, what follows the last position.
  if (task === 'language' && target.kind === 'class')
    return softmax(Array.from(raw).slice(-target.classes.length));
  const values = Array.from(raw);
  if (task === 'binary' || task === 'multilabel') return values.map(sigmoid);
  if (target.kind !== 'values') return values;
  return values.map((value, i) => value / target.scale[i]! + target.offset[i]!);
}

export type Label = string | number | readonly string[] | null;

/** The class with the highest probability (the first of equals), all labels of at least a half; null for values. */
export function labelOf({ task, target }: Preprocessing, output: readonly number[]): Label {
  if (target.kind === 'values') return null;
  if (target.kind === 'labels') return target.columns.filter((_, i) => output[i]! >= 0.5);
  const index = task === 'binary' ? Number(output[0]! >= 0.5) : output.indexOf(Math.max(...output));
  return target.classes[index] ?? null;
}

/** The classes (of a binary task both, though there is one output) or labels, in order; null for values. */
export function classesOf({ target }: Preprocessing): readonly (string | number)[] | null {
  if (target.kind === 'class') return target.classes;
  return target.kind === 'labels' ? target.columns : null;
}
