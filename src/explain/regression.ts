import type { Coalitions } from './coalitions.js';

/** The shares φ of n players that fit `gain(s)` of every coalition best and add up to `total`. */
export type Regression = (gain: (coalition: number) => number, total: number) => Float64Array;

/**
 * Weighted least squares of v(S) − v(∅) on membership, under the constraint Σφ = v(N) − v(∅), which is met by
 * writing the last player as the rest. The normal equations are the same for every row and factored once.
 */
export function createRegression({ players: n, count, members, weights }: Coalitions): Regression {
  if (n === 0) return () => new Float64Array(0);
  if (n === 1) return (_gain, total) => Float64Array.of(total);
  const m = n - 1;
  // Membership less the last player's, −1, 0 or 1; player by player, as the sums of every row go through it.
  const z = new Float64Array(m * count);
  for (let s = 0; s < count; s++) {
    const last = members[s * n + m]!;
    for (let i = 0; i < m; i++) z[i * count + s] = members[s * n + i]! - last;
  }
  const normal = new Float64Array(m * m);
  for (let i = 0; i < m; i++) {
    const weighted = weights.map((weight, s) => weight * z[i * count + s]!);
    for (let j = 0; j <= i; j++) normal[i * m + j] = dot(weighted, z, j * count);
  }
  const factor = factorize(normal, m);
  return (gain, total) => {
    const rest = weights.map((weight, s) => weight * (gain(s) - members[s * n + m]! * total));
    const right = Float64Array.from({ length: m }, (_, i) => dot(rest, z, i * count));
    const shares = new Float64Array(n);
    shares.set(solve(factor, right, m));
    let sum = 0;
    for (let i = 0; i < m; i++) sum += shares[i]!;
    shares[m] = total - sum;
    return shares;
  };
}

/** a · b, of which b begins at `from`. */
function dot(a: Float64Array, b: Float64Array, from: number): number {
  let sum = 0;
  for (let s = 0; s < a.length; s++) sum += a[s]! * b[from + s]!;
  return sum;
}

/**
 * Cholesky's L of a symmetric matrix, its lower half given row by row. Where too few coalitions leave it singular, a
 * trace of the diagonal is added: the shares that nothing tells apart come out alike.
 */
function factorize(matrix: Float64Array, n: number): Float64Array {
  let trace = 0;
  for (let i = 0; i < n; i++) trace += matrix[i * n + i]!;
  const least = 1e-12 * (trace / n);
  const factor = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i * n + j]!;
      for (let k = 0; k < j; k++) sum -= factor[i * n + k]! * factor[j * n + k]!;
      if (i === j) factor[i * n + i] = Math.sqrt(Math.max(sum, least));
      else factor[i * n + j] = sum / factor[j * n + j]!;
    }
  }
  return factor;
}

/** x of L·Lᵀ·x = b. */
function solve(factor: Float64Array, b: Float64Array, n: number): Float64Array {
  const x = Float64Array.from(b);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) x[i]! -= factor[i * n + k]! * x[k]!;
    x[i]! /= factor[i * n + i]!;
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) x[i]! -= factor[k * n + i]! * x[k]!;
    x[i]! /= factor[i * n + i]!;
  }
  return x;
}
