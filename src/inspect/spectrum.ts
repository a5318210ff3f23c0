import { symmetricEigenvalues } from './symmetricEigenvalues.js';

/** The smaller side of a matrix may be so long: the time grows with its cube. */
export const longestSpectrum = 1024;

/**
 * Singular values of a matrix, falling; min(rows, cols) of them. Taken as roots of the eigenvalues of the smaller
 * Gram matrix in double precision, so those below 1e-8 of the largest are noise. Values that are not finite count
 * as 0. Null where the smaller side is longer than `longestSpectrum`, or there is none.
 */
export function singularValues(values: ArrayLike<number>, rows: number, cols: number): Float64Array | null {
  const size = Math.min(rows, cols);
  if (size === 0 || size > longestSpectrum) return null;
  const finite = areFinite(values)
    ? values
    : Float64Array.from(values, (value) => (Number.isFinite(value) ? value : 0));
  const gram = rows <= cols ? gramOfRows(finite, rows, cols) : gramOfCols(finite, rows, cols);
  const eigenvalues = symmetricEigenvalues(gram, size);
  return eigenvalues
    .map((eigenvalue) => Math.sqrt(Math.max(0, eigenvalue)))
    .sort()
    .reverse();
}

function areFinite(values: ArrayLike<number>): boolean {
  for (let i = 0; i < values.length; i++) if (!Number.isFinite(values[i])) return false;
  return true;
}

/** W Wᵀ, its lower triangle. */
function gramOfRows(values: ArrayLike<number>, rows: number, cols: number): Float64Array {
  const gram = new Float64Array(rows * rows);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let k = 0; k < cols; k++) sum += values[i * cols + k]! * values[j * cols + k]!;
      gram[i * rows + j] = sum;
    }
  }
  return gram;
}

/** Wᵀ W, its lower triangle, a row of W at a time, so that the inner loop runs along memory. */
function gramOfCols(values: ArrayLike<number>, rows: number, cols: number): Float64Array {
  const gram = new Float64Array(cols * cols);
  for (let start = 0; start < rows * cols; start += cols) {
    for (let i = 0; i < cols; i++) {
      const value = values[start + i]!;
      for (let j = 0; j <= i; j++) gram[i * cols + j]! += value * values[start + j]!;
    }
  }
  return gram;
}

/** What can be said of a spectrum in a few numbers. */
export interface SpectrumFigures {
  readonly spectralNorm: number;
  /** Largest by smallest; null where the smallest is 0 or lost in rounding. */
  readonly condition: number | null;
  /** ‖W‖²_F / ‖W‖²₂ (Rudelson and Vershynin 2007). */
  readonly stableRank: number;
  /** How many of the largest hold 90 % of ‖W‖²_F. */
  readonly rank90: number;
  /** How many are above what float32 rounds away: longer side · 2⁻²³ · largest, as `numpy.linalg.matrix_rank`. */
  readonly rank: number;
}

/** `singular` falls and is of a matrix whose longer side is `longerSide`; null where all are 0. */
export function describeSpectrum(
  singular: Float64Array,
  longerSide = singular.length,
): SpectrumFigures | null {
  const spectralNorm = singular[0] ?? 0;
  if (!(spectralNorm > 0)) return null;
  const smallest = singular.at(-1)!;
  const energy = singular.reduce((sum, value) => sum + value * value, 0);
  let held = 0;
  let rank90 = 0;
  while (held < 0.9 * energy && rank90 < singular.length) held += singular[rank90++]! ** 2;
  return {
    spectralNorm,
    condition: smallest > 1e-7 * spectralNorm ? spectralNorm / smallest : null,
    stableRank: energy / spectralNorm ** 2,
    rank90,
    rank: singular.filter((value) => value > Math.max(1e-7, longerSide * 2 ** -23) * spectralNorm).length,
  };
}
