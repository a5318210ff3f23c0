import type { Values } from '../tensor/values.js';
import { markRow, type MarkRow, type RowMarks } from './rowMarks.js';

/** What the rows of a matrix (everything behind the first axis) have in common. */
export interface RowFacts {
  readonly rows: number;
  /** Rows in which every value is 0. */
  readonly zero: number;
  readonly firstZero: number | null;
  /** Rows with every value as in an earlier row; those of zeros and those with values that are not finite are none. */
  readonly repeated: number;
  /** The first that is like an earlier one, and that one. */
  readonly firstPair: readonly [earlier: number, later: number] | null;
}

/** Narrower rows are alike by chance. */
const fewestColumns = 8;
/** Eight bytes are kept for each. */
const mostRows = 2 ** 22;

/**
 * Looks at the rows of a tensor whose values pass by in order, in pieces of any length. A row is known again by 53
 * bits that its own are mixed to: among a million rows two are taken for each other by mistake once in ten thousand
 * files.
 */
export class RowWatch {
  readonly #columns: number;
  readonly #marks: Float64Array;
  #row = 0;
  /** Values of the row that have passed. */
  #passed = 0;
  #current: RowMarks = unmarked();

  /** Null where rows of such a shape say nothing: there are none, or they are too narrow, or too many. */
  static of(shape: readonly number[], mark: MarkRow = markRow): RowWatch | null {
    const [rows = 0, ...rest] = shape;
    const columns = rest.reduce((product, dimension) => product * dimension, 1);
    return shape.length < 2 || rows < 2 || rows > mostRows || columns < fewestColumns
      ? null
      : new RowWatch(rows, columns, mark);
  }

  private constructor(
    rows: number,
    columns: number,
    readonly mark: MarkRow,
  ) {
    this.#columns = columns;
    this.#marks = new Float64Array(rows);
  }

  /** Takes in the values that follow on those before. */
  add(values: Values): void {
    for (let at = 0; at < values.length;) {
      const end = Math.min(values.length, at + this.#columns - this.#passed);
      this.mark(values, at, end, this.#passed, this.#current);
      this.#passed += end - at;
      at = end;
      if (this.#passed === this.#columns) this.#endRow();
    }
  }

  #endRow(): void {
    const { low, high, isZero, isFinite } = this.#current;
    // A zero row and one that is not finite have marks that no other has.
    const mark = (low >>> 0) + (high & 0x1fffff) * 2 ** 32;
    this.#marks[this.#row++] = !isFinite ? NaN : isZero ? -1 : mark;
    this.#passed = 0;
    this.#current = unmarked();
  }

  /** When all values have passed. */
  finish(): RowFacts {
    const marks = this.#marks;
    const sorted = marks.filter((mark) => mark >= 0).sort();
    let [repeated, twin] = [0, NaN];
    for (let i = 1; i < sorted.length; i++) {
      if (sorted[i] !== sorted[i - 1]) continue;
      repeated++;
      twin = sorted[i]!;
    }
    const firstZero = marks.indexOf(-1);
    const earlier = marks.indexOf(twin);
    return {
      rows: marks.length,
      zero: marks.reduce((count, mark) => count + (mark === -1 ? 1 : 0), 0),
      firstZero: firstZero < 0 ? null : firstZero,
      repeated,
      firstPair: repeated === 0 ? null : [earlier, marks.indexOf(twin, earlier + 1)],
    };
  }
}

const unmarked = (): RowMarks => ({ low: 0, high: 0, isZero: true, isFinite: true });
