import { raise, valuesOfKeys, type Raise } from './largest.js';
import type { Side, Sides } from './sides.js';
import { toFloats } from './toFloats.js';

/** A part of a matrix, in cells. */
export interface Region {
  readonly row: number;
  readonly col: number;
  readonly rows: number;
  readonly cols: number;
}

/** How many cells a picture has room for. */
export interface Resolution {
  readonly rows: number;
  readonly cols: number;
}

/**
 * Brings a region of a matrix to the resolution of a screen, rows in any order and number, so that a matrix of any
 * size passes through in bands. Where a cell of the picture covers several values it takes the one of largest
 * magnitude: no outlier is lost. A cell with a NaN or an infinity in it is NaN.
 */
export class TilePooler {
  readonly rows: number;
  readonly cols: number;
  /** A key (`largest.ts`) a cell of the picture. */
  readonly #keys: Uint32Array;
  /** A key a column of the region, over the rows so far of one row of the picture. */
  readonly #columns: Uint32Array;
  #row = 0;
  /** The region's first column of each column of the picture, and where the last one ends. */
  readonly #starts: Uint32Array;

  constructor(
    readonly region: Region,
    resolution: Resolution,
    readonly raiseKeys: Raise = raise,
  ) {
    this.rows = Math.min(region.rows, Math.max(1, resolution.rows));
    this.cols = Math.min(region.cols, Math.max(1, resolution.cols));
    this.#keys = new Uint32Array(this.rows * this.cols);
    this.#columns = new Uint32Array(region.cols);
    this.#starts = Uint32Array.from({ length: this.cols + 1 }, (_, cell) =>
      Math.ceil((cell * region.cols) / this.cols),
    );
  }

  /** Whether some cell covers several values. */
  get isPooled(): boolean {
    return this.rows < this.region.rows || this.cols < this.region.cols;
  }

  /** Takes in whole rows of the matrix, `matrixCols` wide, the first of which is row `firstRow`; others are passed over. */
  add(firstRow: number, values: ArrayLike<number>, matrixCols: number): void {
    const { row: top, col: left, rows } = this.region;
    const count = values.length / matrixCols;
    const floats = toFloats(values);
    const to = Math.min(firstRow + count, top + rows);
    for (let row = Math.max(firstRow, top); row < to;) {
      // All rows that share a row of the picture.
      const target = cellOf(row - top, rows, this.rows);
      if (target !== this.#row) this.#fold(target);
      const next = Math.min(to, top + Math.ceil(((target + 1) * rows) / this.rows));
      this.raiseKeys(this.#columns, floats, (row - firstRow) * matrixCols + left, matrixCols, next - row);
      row = next;
    }
  }

  /** The picture, row by row. */
  finish(): Float32Array {
    this.#fold(0);
    return valuesOfKeys(this.#keys);
  }

  /** Brings what the columns have to the cells of the picture's row, and goes on with another one. */
  #fold(next: number): void {
    const start = this.#row * this.cols;
    const [columns, starts] = [this.#columns, this.#starts];
    for (let cell = 0; cell < this.cols; cell++) {
      let largest = this.#keys[start + cell]!;
      const end = starts[cell + 1]!;
      for (let col = starts[cell]!; col < end; col++) {
        const key = columns[col]!;
        if (key > largest) largest = key;
      }
      this.#keys[start + cell] = largest;
    }
    this.#columns.fill(0);
    this.#row = next;
  }
}

/** The same for a matrix that is there whole. */
export function poolTile(
  values: ArrayLike<number>,
  matrixCols: number,
  region: Region,
  resolution: Resolution,
  raiseKeys: Raise = raise,
): TilePooler {
  const pooler = new TilePooler(region, resolution, raiseKeys);
  pooler.add(0, values, matrixCols);
  return pooler;
}

/** Of the values from `from` on, `count` of them, that of the largest magnitude in each of `cells` equal parts. */
export function poolLargest(values: Float32Array, from: number, count: number, cells: number): Float32Array {
  const pooled = new Float32Array(cells);
  for (let i = 0; i < count; i++) {
    const cell = cellOf(i, count, cells);
    const value = values[from + i]!;
    if (Math.abs(value) > Math.abs(pooled[cell]!)) pooled[cell] = value;
  }
  return pooled;
}

/** The sides of what a tile shows. */
export function poolSides({ rows, cols }: Sides, region: Region, resolution: Resolution): Sides {
  const pool = ({ norms, sums }: Side, from: number, count: number, cells: number): Side => ({
    norms: poolLargest(norms, from, count, cells),
    sums: poolLargest(sums, from, count, cells),
  });
  return {
    rows: pool(rows, region.row, region.rows, resolution.rows),
    cols: pool(cols, region.col, region.cols, resolution.cols),
  };
}

const cellOf = (index: number, length: number, cells: number): number => Math.floor((index * cells) / length);
