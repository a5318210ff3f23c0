/** Rows that are fitted at most, and inputs beyond which nothing is fitted: it stays within some milliseconds. */
const mostRows = 1500;
const mostInputs = 96;
/** A little of the inputs' variance keeps the system solvable where inputs depend on each other. */
const ridge = 1e-6;

export interface LeastSquares {
  /** Share of the fitted rows whose largest output is the right class. */
  accuracy(classOf: (row: number) => number): number;
  /** 1 − Σ(y − t)² / Σ(t − mean)² over the fitted rows and all outputs. */
  r2(): number;
}

/**
 * Fits outputs to the inputs (with a constant) by least squares, from the normal equations of standardised
 * inputs. Rows are spread evenly over the data. Null where there are too many inputs, or too few rows for them.
 */
export function fitLeastSquares(
  inputs: Float32Array,
  width: number,
  count: number,
  outputs: number,
  targetOf: (row: number, output: number) => number,
): LeastSquares | null {
  const stride = Math.max(1, Math.ceil(count / mostRows));
  const rows = Array.from({ length: Math.ceil(count / stride) }, (_, i) => i * stride);
  if (width > mostInputs || rows.length < 2 * width) return null;
  const x = standardise(inputs, width, rows);
  const size = width + 1;
  const gram = new Float64Array(size * size);
  const right = new Float64Array(size * outputs);
  rows.forEach((row, r) => {
    const values = x.subarray(r * size, (r + 1) * size);
    for (let i = 0; i < size; i++) {
      for (let j = 0; j <= i; j++) gram[i * size + j]! += values[i]! * values[j]!;
      for (let k = 0; k < outputs; k++) right[i * outputs + k]! += values[i]! * targetOf(row, k);
    }
  });
  for (let i = 0; i < size; i++) gram[i * size + i]! += ridge * rows.length;
  const solution = solveCholesky(gram, right, size, outputs);
  if (solution === null) return null;
  const outputOf = (r: number, k: number): number => {
    let sum = 0;
    for (let i = 0; i < size; i++) sum += x[r * size + i]! * solution[i * outputs + k]!;
    return sum;
  };
  return {
    accuracy: (classOf) => {
      const isRight = (row: number, r: number): boolean => {
        let best = 0;
        for (let k = 1; k < outputs; k++) if (outputOf(r, k) > outputOf(r, best)) best = k;
        return best === classOf(row);
      };
      return rows.filter(isRight).length / rows.length;
    },
    r2: () => {
      let [errors, spread] = [0, 0];
      for (let k = 0; k < outputs; k++) {
        const mean = rows.reduce((sum, row) => sum + targetOf(row, k), 0) / rows.length;
        rows.forEach((row, r) => {
          errors += (outputOf(r, k) - targetOf(row, k)) ** 2;
          spread += (targetOf(row, k) - mean) ** 2;
        });
      }
      return spread === 0 ? 0 : 1 - errors / spread;
    },
  };
}

/** The rows' inputs with mean 0 and deviation 1 (constant ones 0), each row with a 1 at its end. */
function standardise(inputs: Float32Array, width: number, rows: readonly number[]): Float64Array {
  const size = width + 1;
  const x = new Float64Array(rows.length * size);
  for (let i = 0; i < width; i++) {
    let [sum, squares] = [0, 0];
    for (const row of rows) sum += inputs[row * width + i]!;
    const mean = sum / rows.length;
    for (const row of rows) squares += (inputs[row * width + i]! - mean) ** 2;
    const scale = squares > 0 ? 1 / Math.sqrt(squares / rows.length) : 0;
    rows.forEach((row, r) => (x[r * size + i] = (inputs[row * width + i]! - mean) * scale));
  }
  rows.forEach((_, r) => (x[r * size + width] = 1));
  return x;
}

/** Solves A·X = B for a symmetric positive A, given by its lower triangle, in place; null where it is not positive. */
function solveCholesky(a: Float64Array, b: Float64Array, size: number, columns: number): Float64Array | null {
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = a[i * size + j]!;
      for (let k = 0; k < j; k++) sum -= a[i * size + k]! * a[j * size + k]!;
      if (i !== j) a[i * size + j] = sum / a[j * size + j]!;
      else if (sum > 0) a[i * size + i] = Math.sqrt(sum);
      else return null;
    }
  }
  for (let column = 0; column < columns; column++) {
    for (let i = 0; i < size; i++) {
      let sum = b[i * columns + column]!;
      for (let k = 0; k < i; k++) sum -= a[i * size + k]! * b[k * columns + column]!;
      b[i * columns + column] = sum / a[i * size + i]!;
    }
    for (let i = size - 1; i >= 0; i--) {
      let sum = b[i * columns + column]!;
      for (let k = i + 1; k < size; k++) sum -= a[k * size + i]! * b[k * columns + column]!;
      b[i * columns + column] = sum / a[i * size + i]!;
    }
  }
  return b;
}
