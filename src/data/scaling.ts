/** What is subtracted from a column, and what the difference is multiplied by. */
export interface Scaling {
  readonly offset: number;
  readonly scale: number;
}

export interface Moments {
  readonly count: number;
  readonly minimum: number;
  readonly maximum: number;
  readonly mean: number;
  /** With divisor `count`. */
  readonly std: number;
}

/** Moments of these rows' values (`size` a row) that are not NaN, in two passes; NaN where there are none. */
export function momentsOf(values: Float64Array | Float32Array, rows: Uint32Array, size = 1): Moments {
  let count = 0;
  // The sum is of distances from one of the values: it keeps the digits that a large common offset would cost.
  let shift = NaN;
  let sum = 0;
  let minimum = Infinity;
  let maximum = -Infinity;
  for (let r = 0; r < rows.length; r++) {
    const start = rows[r]! * size;
    for (let i = start; i < start + size; i++) {
      const value = values[i]!;
      if (Number.isNaN(value)) continue;
      count++;
      if (count === 1) shift = value;
      sum += value - shift;
      if (value < minimum) minimum = value;
      if (value > maximum) maximum = value;
    }
  }
  if (count === 0) return { count, minimum: NaN, maximum: NaN, mean: NaN, std: NaN };
  const mean = shift + sum / count;
  let squares = 0;
  for (let r = 0; r < rows.length; r++) {
    const start = rows[r]! * size;
    for (let i = start; i < start + size; i++) {
      const distance = values[i]! - mean;
      if (!Number.isNaN(distance)) squares += distance * distance;
    }
  }
  return { count, minimum, maximum, mean, std: Math.sqrt(squares / count) };
}

/**
 * "standard": to mean 0 and standard deviation 1, with `filled` more values at the mean; "minmax": to 0 … 1;
 * "none": as it is. A constant column becomes 0.
 */
export function fitScaling(kind: 'standard' | 'minmax' | 'none', moments: Moments, filled: number): Scaling {
  const { count, minimum, maximum, mean, std } = moments;
  if (kind === 'none' || count === 0) return { offset: 0, scale: 1 };
  if (minimum === maximum) return { offset: minimum, scale: 0 };
  if (kind === 'minmax') return { offset: minimum, scale: 1 / (maximum - minimum) };
  const spread = std * Math.sqrt(count / (count + filled));
  return { offset: mean, scale: 1 / spread };
}
