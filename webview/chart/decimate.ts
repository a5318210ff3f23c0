import type { GrowingArray } from './growingArray.js';

/** Values over rising x; NaN is a gap. */
export interface Curve {
  readonly x: GrowingArray;
  readonly y: GrowingArray;
}

/** Where columns of pixels lie on the x axis: column = (x − origin) · columnsPerUnit. */
export interface Columns {
  readonly origin: number;
  readonly columnsPerUnit: number;
  readonly count: number;
}

/**
 * The lowest and the highest value of each column of pixels, two points a pixel, so that no spike is lost and a
 * line costs its width whatever its length. Keeps what it did: only what was appended since is looked at.
 */
export class MinMaxColumns {
  #columns: Columns = { origin: 0, columnsPerUnit: 0, count: 0 };
  #low = new Float64Array(0);
  #high = new Float64Array(0);
  /** 1 where the lowest comes first in its column. */
  #lowFirst = new Uint8Array(0);
  /** 1 where a value of the column is none. */
  #gap = new Uint8Array(0);
  #done = 0;

  /** Brings the columns up to the curve's end, from the start when the columns lie elsewhere. */
  extend(curve: Curve, columns: Columns): void {
    const same =
      columns.origin === this.#columns.origin &&
      columns.columnsPerUnit === this.#columns.columnsPerUnit &&
      columns.count === this.#columns.count;
    if (!same || curve.y.length < this.#done) this.#reset(columns);
    const x = curve.x.view();
    const y = curve.y.view();
    const length = Math.min(x.length, y.length);
    for (let i = this.#done; i < length; i++) {
      const value = y[i]!;
      const column = Math.floor((x[i]! - columns.origin) * columns.columnsPerUnit);
      if (column < 0 || column >= columns.count) continue;
      if (Number.isNaN(value)) {
        this.#gap[column] = 1;
        continue;
      }
      const low = this.#low[column]!;
      if (Number.isNaN(low)) {
        this.#low[column] = this.#high[column] = value;
      } else if (value < low) {
        this.#low[column] = value;
        this.#lowFirst[column] = 0;
      } else if (value > this.#high[column]!) {
        this.#high[column] = value;
        this.#lowFirst[column] = 1;
      }
    }
    this.#done = length;
  }

  /**
   * Calls `point(column, value, isStart)` in drawing order, at most twice a column, for columns `from` … `to` (not
   * included); `isStart` where no line leads to the point, as the first one or behind a gap.
   */
  each(
    point: (column: number, value: number, isStart: boolean) => void,
    from = 0,
    to = this.#columns.count,
  ): void {
    let isStart = true;
    for (let column = from; column < to; column++) {
      const low = this.#low[column]!;
      const high = this.#high[column]!;
      if (!Number.isNaN(low)) {
        const lowFirst = this.#lowFirst[column] === 1;
        point(column, lowFirst ? low : high, isStart);
        if (low !== high) point(column, lowFirst ? high : low, false);
        isStart = false;
      }
      if (this.#gap[column] === 1) isStart = true;
    }
  }

  #reset(columns: Columns): void {
    this.#columns = columns;
    this.#low = new Float64Array(columns.count).fill(NaN);
    this.#high = new Float64Array(columns.count).fill(NaN);
    this.#lowFirst = new Uint8Array(columns.count);
    this.#gap = new Uint8Array(columns.count);
    this.#done = 0;
  }
}
