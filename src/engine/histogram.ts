import type { FloatTensor } from '../tensor/tensor.js';
import type { TensorHistogram } from './session.js';

/** A tensor's values in equal bins from the least to the greatest finite one; the rest is left out. */
export function summarise({ name, values }: FloatTensor, bins: number): TensorHistogram {
  let minimum = Infinity;
  let maximum = -Infinity;
  let sum = 0;
  let sumOfSquares = 0;
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    if (value < minimum) minimum = value;
    if (value > maximum) maximum = value;
    sum += value;
    sumOfSquares += value * value;
  }
  if (minimum > maximum) return { name, minimum: 0, maximum: 0, counts: [], sum: 0, sumOfSquares: 0 };
  const counts = new Array<number>(minimum === maximum ? 1 : bins).fill(0);
  const scale = counts.length / (maximum - minimum || 1);
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    const bin = Math.min(counts.length - 1, Math.floor((value - minimum) * scale));
    counts[bin]!++;
  }
  return { name, minimum, maximum, counts, sum, sumOfSquares };
}
