/** How lopsided and how heavy in its tails a distribution is. Null where all values are the same. */
export interface StandardizedMoments {
  /** E((x − μ)³) / σ³ */
  readonly skew: number | null;
  /** E((x − μ)⁴) / σ⁴: 3 for a normal distribution. */
  readonly kurtosis: number | null;
}

/** Over the finite values, given their mean and their standard deviation with divisor N. */
export function computeStandardizedMoments(
  values: ArrayLike<number>,
  mean: number | null,
  std: number | null,
): StandardizedMoments {
  if (mean === null || !std) return { skew: null, kurtosis: null };
  let count = 0;
  let cubes = 0;
  let fourths = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (!Number.isFinite(value)) continue;
    const z = (value - mean) / std;
    const square = z * z;
    count++;
    cubes += square * z;
    fourths += square * square;
  }
  return { skew: cubes / count, kurtosis: fourths / count };
}
