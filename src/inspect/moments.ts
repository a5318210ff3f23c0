/** What can be said of many values in a few numbers. Null: there is no finite value to say it of. */
export interface Moments {
  readonly count: number;
  readonly min: number | null;
  readonly max: number | null;
  readonly mean: number | null;
  /** With divisor N. */
  readonly std: number | null;
  readonly l2: number | null;
  readonly zeros: number;
  readonly nan: number;
  /** Of both signs. */
  readonly inf: number;
}

/**
 * Moments over the finite values, in double precision. The variance is taken in a second pass around the mean,
 * so that values far from 0 lose nothing.
 */
export function computeMoments(values: Float32Array | Float64Array): Moments {
  let finite = 0;
  let nan = 0;
  let zeros = 0;
  let min = Infinity;
  let max = -Infinity;
  let sum = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (!Number.isFinite(value)) {
      if (Number.isNaN(value)) nan++;
      continue;
    }
    finite++;
    sum += value;
    if (value === 0) zeros++;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  const rest = { count: values.length, zeros, nan, inf: values.length - finite - nan };
  if (finite === 0) return { ...rest, min: null, max: null, mean: null, std: null, l2: null };

  const mean = sum / finite;
  let squares = 0;
  let deviations = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (!Number.isFinite(value)) continue;
    squares += value * value;
    deviations += (value - mean) * (value - mean);
  }
  return { ...rest, min, max, mean, std: Math.sqrt(deviations / finite), l2: Math.sqrt(squares) };
}
