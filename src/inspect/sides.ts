import type { Values } from '../tensor/values.js';

/** Of each row, or of each column. */
export interface Side {
  /** L2 norms. */
  readonly norms: Float32Array;
  readonly sums: Float32Array;
}

/** What stands along a matrix. */
export interface Sides {
  readonly rows: Side;
  readonly cols: Side;
}

/** Norms and sums of rows and columns that pass by, over the finite values, in double precision. */
export class SideTotals {
  readonly #rows: { readonly squares: Float64Array; readonly sums: Float64Array };
  readonly #cols: { readonly squares: Float64Array; readonly sums: Float64Array };

  constructor(rows: number, cols: number) {
    this.#rows = { squares: new Float64Array(rows), sums: new Float64Array(rows) };
    this.#cols = { squares: new Float64Array(cols), sums: new Float64Array(cols) };
  }

  /** Takes in whole rows, of which the first is row `row`. */
  add(row: number, values: Values): void {
    const [rows, cols] = [this.#rows, this.#cols];
    const width = cols.sums.length;
    for (let start = 0; start < values.length; start += width, row++) {
      let [squares, sum] = [0, 0];
      for (let col = 0; col < width; col++) {
        const value = values[start + col]!;
        if (value - value !== 0) continue;
        const square = value * value;
        squares += square;
        sum += value;
        cols.squares[col]! += square;
        cols.sums[col]! += value;
      }
      rows.squares[row] = squares;
      rows.sums[row] = sum;
    }
  }

  finish(): Sides {
    const finish = ({ squares, sums }: { squares: Float64Array; sums: Float64Array }): Side => ({
      norms: Float32Array.from(squares, Math.sqrt),
      sums: Float32Array.from(sums),
    });
    return { rows: finish(this.#rows), cols: finish(this.#cols) };
  }
}

/** The same for a matrix that is there whole. */
export function computeSides(values: Values, rows: number, cols: number): Sides {
  const totals = new SideTotals(rows, cols);
  if (cols > 0) totals.add(0, values);
  return totals.finish();
}
