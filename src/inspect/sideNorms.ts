/** L2 norms of a matrix's rows and columns. */
export interface SideNorms {
  readonly rows: Float32Array;
  readonly cols: Float32Array;
}

/** Over the finite values, summed in double precision. */
export function computeSideNorms(values: ArrayLike<number>, rows: number, cols: number): SideNorms {
  const rowSquares = new Float64Array(rows);
  const colSquares = new Float64Array(cols);
  for (let row = 0; row < rows; row++) {
    for (let col = 0; col < cols; col++) {
      const value = values[row * cols + col]!;
      if (!Number.isFinite(value)) continue;
      rowSquares[row]! += value * value;
      colSquares[col]! += value * value;
    }
  }
  return { rows: Float32Array.from(rowSquares, Math.sqrt), cols: Float32Array.from(colSquares, Math.sqrt) };
}
