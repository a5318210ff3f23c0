import type { Side, Sides } from './sides.js';

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
  readonly #values: Float32Array;
  /** The picture's column of each column of the region. */
  readonly #place: Uint32Array;

  constructor(
    readonly region: Region,
    resolution: Resolution,
  ) {
    this.rows = Math.min(region.rows, Math.max(1, resolution.rows));
    this.cols = Math.min(region.cols, Math.max(1, resolution.cols));
    this.#values = new Float32Array(this.rows * this.cols);
    this.#place = Uint32Array.from({ length: region.cols }, (_, col) => cellOf(col, region.cols, this.cols));
  }

  /** Whether some cell covers several values. */
  get isPooled(): boolean {
    return this.rows < this.region.rows || this.cols < this.region.cols;
  }

  /** Takes in whole rows of the matrix, `matrixCols` wide, the first of which is row `firstRow`; others are passed over. */
  add(firstRow: number, values: ArrayLike<number>, matrixCols: number): void {
    const { row: top, col: left, rows, cols } = this.region;
    const count = values.length / matrixCols;
    const from = Math.max(firstRow, top);
    const to = Math.min(firstRow + count, top + rows);
    for (let row = from; row < to; row++) {
      const source = (row - firstRow) * matrixCols + left;
      const target = cellOf(row - top, rows, this.rows) * this.cols;
      for (let col = 0; col < cols; col++) {
        const value = values[source + col]!;
        const cell = target + this.#place[col]!;
        const held = this.#values[cell]!;
        // Not `<=`: a comparison with NaN is false, so that NaN stays once it is there.
        if (!Number.isFinite(value)) this.#values[cell] = NaN;
        else if (Math.abs(value) > Math.abs(held)) this.#values[cell] = value;
      }
    }
  }

  /** The picture, row by row. */
  finish(): Float32Array {
    return this.#values;
  }
}

/** The same for a matrix that is there whole. */
export function poolTile(
  values: ArrayLike<number>,
  matrixCols: number,
  region: Region,
  resolution: Resolution,
): TilePooler {
  const pooler = new TilePooler(region, resolution);
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
