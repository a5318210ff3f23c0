import type { Run } from './pack.js';
import type { TensorHistogram } from './session.js';

/**
 * The values of a stored tensor in equal bins from the least to the greatest finite one; what is not finite is
 * left out. `runs` say where they lie from `pointer` on.
 */
export function countValues(
  name: string,
  floats: Float32Array | Float64Array,
  pointer: number,
  runs: readonly Run[],
  bins: number,
): TensorHistogram {
  let minimum = Infinity;
  let maximum = -Infinity;
  let sum = 0;
  let sumOfSquares = 0;
  for (const { offset, length } of runs) {
    const end = pointer + offset + length;
    for (let i = pointer + offset; i < end; i++) {
      const value = floats[i]!;
      // Only what is finite minus itself is 0; a call of isFinite for each weight costs more.
      if (value - value !== 0) continue;
      if (value < minimum) minimum = value;
      if (value > maximum) maximum = value;
      sum += value;
      sumOfSquares += value * value;
    }
  }
  if (minimum > maximum) return { name, minimum: 0, maximum: 0, counts: [], sum: 0, sumOfSquares: 0 };
  const counts = new Int32Array(minimum === maximum ? 1 : bins);
  const last = counts.length - 1;
  const scale = counts.length / (maximum - minimum || 1);
  for (const { offset, length } of runs) {
    const end = pointer + offset + length;
    for (let i = pointer + offset; i < end; i++) {
      const value = floats[i]!;
      if (value - value !== 0) continue;
      const bin = ((value - minimum) * scale) | 0;
      counts[bin < last ? bin : last]!++;
    }
  }
  return { name, minimum, maximum, counts: Array.from(counts), sum, sumOfSquares };
}
