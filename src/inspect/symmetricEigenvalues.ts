/** A QL sweep converges in two or three rounds; one that does not is a bug or holds NaN. */
const mostRounds = 60;

/**
 * Eigenvalues of a real symmetric matrix of `size` × `size`, in no order. Householder reduction to tridiagonal form,
 * then implicit QL (Bowdler, Martin, Reinsch and Wilkinson 1968), without vectors: 4/3 size³ operations. Reads the
 * lower triangle and overwrites `matrix`.
 */
export function symmetricEigenvalues(matrix: Float64Array, size: number): Float64Array {
  const { diagonal, beside } = tridiagonalize(matrix, size);
  return diagonalize(diagonal, beside);
}

interface Tridiagonal {
  readonly diagonal: Float64Array;
  /** `beside[i]` stands between `diagonal[i − 1]` and `diagonal[i]`. */
  readonly beside: Float64Array;
}

function tridiagonalize(a: Float64Array, size: number): Tridiagonal {
  const diagonal = new Float64Array(size);
  const beside = new Float64Array(size);
  const product = new Float64Array(size);
  for (let i = size - 1; i > 0; i--) {
    const row = a.subarray(i * size, i * size + i); // left of the diagonal; becomes Householder's vector
    const largest = row.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    diagonal[i] = a[i * size + i]!;
    if (i === 1 || largest === 0) {
      beside[i] = row[i - 1]!;
      continue;
    }
    let squares = 0;
    for (let k = 0; k < i; k++) squares += (row[k]! /= largest) ** 2;
    const last = row[i - 1]!;
    const norm = last >= 0 ? -Math.sqrt(squares) : Math.sqrt(squares);
    beside[i] = largest * norm;
    row[i - 1] = last - norm;
    reflect(a, size, row, squares - last * norm, product);
  }
  if (size > 0) diagonal[0] = a[0]!;
  return { diagonal, beside };
}

/** A ← H A H on the leading lower triangle, H = 1 − u uᵀ / half with half = ‖u‖² / 2. */
function reflect(a: Float64Array, size: number, u: Float64Array, half: number, product: Float64Array): void {
  const count = u.length;
  product.fill(0, 0, count);
  for (let j = 0; j < count; j++) {
    const of = j * size;
    let sum = a[of + j]! * u[j]!;
    for (let k = 0; k < j; k++) {
      sum += a[of + k]! * u[k]!;
      product[k]! += a[of + k]! * u[j]!;
    }
    product[j]! += sum;
  }
  let along = 0;
  for (let j = 0; j < count; j++) along += (product[j]! /= half) * u[j]!;
  for (let j = 0; j < count; j++) product[j]! -= (along / (2 * half)) * u[j]!;
  for (let j = 0; j < count; j++) {
    const [uj, pj] = [u[j]!, product[j]!];
    for (let k = 0; k <= j; k++) a[j * size + k]! -= uj * product[k]! + pj * u[k]!;
  }
}

function diagonalize(d: Float64Array, beside: Float64Array): Float64Array {
  const size = d.length;
  const e = new Float64Array(size);
  e.set(beside.subarray(1));
  for (let low = 0; low < size; low++) {
    for (let round = 0; ; round++) {
      let end = low;
      while (end < size - 1) {
        const near = Math.abs(d[end]!) + Math.abs(d[end + 1]!);
        if (Math.abs(e[end]!) <= Number.EPSILON * near) break;
        end++;
      }
      if (end === low) break;
      if (round === mostRounds) throw new Error('the eigenvalues of a matrix do not converge');
      sweep(d, e, low, end);
    }
  }
  return d;
}

/** One implicit QL step with Wilkinson's shift on the block from `low` to `end`. */
function sweep(d: Float64Array, e: Float64Array, low: number, end: number): void {
  const slope = (d[low + 1]! - d[low]!) / (2 * e[low]!);
  const root = Math.hypot(slope, 1);
  let g = d[end]! - d[low]! + e[low]! / (slope + (slope >= 0 ? root : -root));
  let [sine, cosine, carried] = [1, 1, 0];
  for (let i = end - 1; i >= low; i--) {
    const f = sine * e[i]!;
    const b = cosine * e[i]!;
    const r = Math.hypot(f, g);
    e[i + 1] = r;
    if (r === 0) {
      d[i + 1]! -= carried;
      e[end] = 0;
      return;
    }
    sine = f / r;
    cosine = g / r;
    g = d[i + 1]! - carried;
    const turned = (d[i]! - g) * sine + 2 * cosine * b;
    carried = sine * turned;
    d[i + 1] = g + carried;
    g = cosine * turned - b;
  }
  d[low]! -= carried;
  e[low] = g;
  e[end] = 0;
}
