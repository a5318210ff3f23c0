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

/** Σx² and Σx of each row, or of each column. */
export interface SideSums {
  readonly squares: Float64Array;
  readonly sums: Float64Array;
}

/** Adds whole rows, of which the first is row `row`, to what rows and columns have; over the finite values. */
export type AddRows = (values: Values, row: number, rows: SideSums, cols: SideSums) => void;

/** The plain way. */
export function addRows(values: Values, row: number, rows: SideSums, cols: SideSums): void {
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
    rows.squares[row]! += squares;
    rows.sums[row]! += sum;
  }
}

/** Norms and sums of rows and columns that pass by, each row once, in double precision. */
export class SideTotals {
  readonly #rows: SideSums;
  readonly #cols: SideSums;

  constructor(
    rows: number,
    cols: number,
    readonly sum: AddRows = addRows,
  ) {
    this.#rows = { squares: new Float64Array(rows), sums: new Float64Array(rows) };
    this.#cols = { squares: new Float64Array(cols), sums: new Float64Array(cols) };
  }

  /** Takes in whole rows, of which the first is row `row`. */
  add(row: number, values: Values): void {
    this.sum(values, row, this.#rows, this.#cols);
  }

  finish(): Sides {
    const finish = ({ squares, sums }: SideSums): Side => ({
      norms: Float32Array.from(squares, Math.sqrt),
      sums: Float32Array.from(sums),
    });
    return { rows: finish(this.#rows), cols: finish(this.#cols) };
  }
}

/** The same for a matrix that is there whole. */
export function computeSides(values: Values, rows: number, cols: number, sum: AddRows = addRows): Sides {
  const totals = new SideTotals(rows, cols, sum);
  if (cols > 0) totals.add(0, values);
  return totals.finish();
}
