import type { Preprocessing } from '../data/preprocessing.js';
import { labelOf } from './outputs.js';

/** What one row's output (as `readOutput` gives it) predicts, in words: a class, its labels, or values. */
export function describePrediction(preprocessing: Preprocessing, output: readonly number[]): string {
  const label = labelOf(preprocessing, output);
  if (label === null) return output.map(shorten).join(', ');
  return Array.isArray(label) ? nameAll(label) : String(label);
}

/** What is true of one row, of which these are the encoded targets, in the same words; null where it is not known. */
export function describeTruth({ target }: Preprocessing, encoded: ArrayLike<number>): string | null {
  const values = Array.from(encoded);
  if (values.length === 0 || values.some(Number.isNaN)) return null;
  if (target.kind === 'class') return String(target.classes[values[0]!]);
  if (target.kind === 'labels') return nameAll(target.columns.filter((_, i) => values[i]! >= 0.5));
  return values.map((value, i) => shorten(value / target.scale[i]! + target.offset[i]!)).join(', ');
}

const nameAll = (labels: readonly string[]): string => labels.join(', ') || 'none';
const shorten = (value: number): string => String(Number(value.toPrecision(5)));
