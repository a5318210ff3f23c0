import type { Values } from '../tensor/values.js';

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
 * bits that its own are mixed to (as MurmurHash3 mixes): among a million rows two are taken for each other by mistake
 * once in ten thousand files.
 */
export class RowWatch {
  readonly #columns: number;
  readonly #marks: Float64Array;
  #row = 0;
  /** Values of the row that have passed. */
  #passed = 0;
  #low = 0;
  #high = 0;
  #isZero = true;
  #isFinite = true;

  /** Null where rows of such a shape say nothing: there are none, or they are too narrow, or too many. */
  static of(shape: readonly number[]): RowWatch | null {
    const [rows = 0, ...rest] = shape;
    const columns = rest.reduce((product, dimension) => product * dimension, 1);
    return shape.length < 2 || rows < 2 || rows > mostRows || columns < fewestColumns
      ? null
      : new RowWatch(rows, columns);
  }

  private constructor(rows: number, columns: number) {
    this.#columns = columns;
    this.#marks = new Float64Array(rows);
  }

  /** Takes in the values that follow on those before. */
  add(values: Values): void {
    const words = new Int32Array(values.buffer, values.byteOffset, values.byteLength / 4);
    const width = values.BYTES_PER_ELEMENT / 4;
    for (let at = 0; at < values.length;) {
      const end = Math.min(values.length, at + this.#columns - this.#passed);
      this.#look(values, at, end);
      if (this.#isFinite) this.#mix(words, at * width, end * width);
      this.#passed += end - at;
      at = end;
      if (this.#passed === this.#columns) this.#endRow();
    }
  }

  #look(values: Values, from: number, to: number): void {
    let [largest, notFinite] = [0, 0];
    for (let i = from; i < to; i++) {
      const value = values[i]!;
      largest = Math.max(largest, Math.abs(value));
      notFinite += value - value;
    }
    if (largest !== 0) this.#isZero = false;
    if (notFinite !== 0) this.#isFinite = false;
  }

  #mix(words: Int32Array, from: number, to: number): void {
    let [low, high] = [this.#low, this.#high];
    for (let i = from; i < to; i++) {
      const word = words[i]!;
      const turned = Math.imul(word, 0xcc9e2d51);
      low ^= Math.imul((turned << 15) | (turned >>> 17), 0x1b873593);
      low = (Math.imul((low << 13) | (low >>> 19), 5) + 0xe6546b64) | 0;
      high ^= Math.imul(word ^ (word >>> 15), 0x85ebca6b);
      high = (Math.imul((high << 11) | (high >>> 21), 9) + 0x9e3779b9) | 0;
    }
    this.#low = low;
    this.#high = high;
  }

  #endRow(): void {
    // A zero row and one that is not finite have marks that no other has.
    const mark = (this.#low >>> 0) + (this.#high & 0x1fffff) * 2 ** 32;
    this.#marks[this.#row++] = !this.#isFinite ? NaN : this.#isZero ? -1 : mark;
    [this.#passed, this.#low, this.#high, this.#isZero, this.#isFinite] = [0, 0, 0, true, true];
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
