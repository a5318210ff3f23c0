import type { Values } from '../tensor/values.js';

/** How lopsided and how heavy in its tails a distribution is. Null where all values are the same. */
export interface StandardizedMoments {
  /** E((x − μ)³) / σ³ */
  readonly skew: number | null;
  /** E((x − μ)⁴) / σ⁴: 3 for a normal distribution. */
  readonly kurtosis: number | null;
}

/** Sums over the finite values. */
export interface PowerSums {
  readonly count: number;
  /** Σz³ and Σz⁴ of z = (x − mean) / std. */
  readonly cubes: number;
  readonly fourths: number;
}

export type SumPowers = (values: Values, mean: number, std: number) => PowerSums;

/** The plain way. */
export function sumPowers(values: Values, mean: number, std: number): PowerSums {
  let [count, cubes, fourths] = [0, 0, 0];
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (value - value !== 0) continue;
    const z = (value - mean) / std;
    const square = z * z;
    count++;
    cubes += square * z;
    fourths += square * square;
  }
  return { count, cubes, fourths };
}

/** Over the finite values, given their mean and their standard deviation with divisor N. */
export function computeStandardizedMoments(
  values: Values,
  mean: number | null,
  std: number | null,
  sum: SumPowers = sumPowers,
): StandardizedMoments {
  const sums = new StandardizedSums(mean, std, sum);
  sums.add(values);
  return sums.finish();
}

/** The same a piece at a time. */
export class StandardizedSums {
  #count = 0;
  #cubes = 0;
  #fourths = 0;

  constructor(
    readonly mean: number | null,
    readonly std: number | null,
    readonly sum: SumPowers = sumPowers,
  ) {}

  add(values: Values): void {
    const { mean, std } = this;
    if (mean === null || !std) return;
    const { count, cubes, fourths } = this.sum(values, mean, std);
    this.#count += count;
    this.#cubes += cubes;
    this.#fourths += fourths;
  }

  finish(): StandardizedMoments {
    if (this.#count === 0) return { skew: null, kurtosis: null };
    return { skew: this.#cubes / this.#count, kurtosis: this.#fourths / this.#count };
  }
}
