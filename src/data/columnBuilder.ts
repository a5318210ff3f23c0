import { readNumber, type DecimalMark } from './number.js';
import type { Column } from './table.js';

/** Takes a column's cells one by one and keeps them as numbers or as words; which of the two is settled before. */
export interface ColumnBuilder {
  readonly kind: 'number' | 'text';
  /** The cell is `text` from `start` to `end`, trimmed. */
  add(text: string, start: number, end: number): void;
  /** Cells so far. */
  readonly length: number;
  build(): Column;
}

/** Which cells count as missing: the empty one, `NA` and the user's words. */
export interface MissingWords {
  has(text: string, start: number, end: number): boolean;
  /** Some of the words are numbers (-999), so that cells which are numbers have to be compared too. */
  readonly someAreNumbers: boolean;
}

export function createMissingWords(missingValues: readonly string[]): MissingWords {
  const words = new Set(['NA', ...missingValues.map((word) => word.trim())]);
  const longest = Math.max(...[...words].map((word) => word.length));
  return {
    has: (text, start, end) => start === end || (end - start <= longest && words.has(text.slice(start, end))),
    someAreNumbers: [...words].some((word) => !Number.isNaN(readNumber(word, 0, word.length, '.'))),
  };
}

/** A cell that is no number in a column of numbers. */
export interface StrangeCell {
  readonly row: number;
  readonly cell: string;
}

/** As many strange cells as anybody would read about. */
export const strangeShown = 20;

export class NumberBuilder implements ColumnBuilder {
  readonly kind = 'number';
  length = 0;
  missingCount = 0;
  strangeCount = 0;
  /** The first of the strange cells. */
  readonly strange: StrangeCell[] = [];
  private values: Float64Array;

  constructor(
    private readonly name: string,
    private readonly mark: DecimalMark,
    private readonly missing: MissingWords,
    capacity: number,
  ) {
    this.values = new Float64Array(capacity);
  }

  add(text: string, start: number, end: number): void {
    let value = start < end ? readNumber(text, start, end, this.mark) : NaN;
    if (Number.isNaN(value) || this.missing.someAreNumbers)
      value = this.compareWithWords(text, start, end, value);
    if (this.length === this.values.length) this.values = enlarge(this.values, Float64Array);
    this.values[this.length++] = value;
  }

  build(): Column {
    return { kind: 'number', name: this.name, values: fit(this.values, this.length) };
  }

  private compareWithWords(text: string, start: number, end: number, value: number): number {
    if (this.missing.has(text, start, end)) {
      this.missingCount++;
      return NaN;
    }
    if (Number.isNaN(value)) {
      this.strangeCount++;
      if (this.strange.length < strangeShown)
        this.strange.push({ row: this.length, cell: text.slice(start, end) });
    }
    return value;
  }
}

export class TextBuilder implements ColumnBuilder {
  readonly kind = 'text';
  length = 0;
  private codes: Int32Array;
  private readonly codeOf = new Map<string, number>();

  constructor(
    private readonly name: string,
    private readonly missing: MissingWords,
    capacity: number,
  ) {
    this.codes = new Int32Array(capacity);
  }

  add(text: string, start: number, end: number): void {
    let code = -1;
    if (!this.missing.has(text, start, end)) {
      const word = text.slice(start, end);
      code = this.codeOf.get(word) ?? this.codeOf.size;
      if (code === this.codeOf.size) this.codeOf.set(word, code);
    }
    if (this.length === this.codes.length) this.codes = enlarge(this.codes, Int32Array);
    this.codes[this.length++] = code;
  }

  build(): Column & { kind: 'text' } {
    return {
      kind: 'text',
      name: this.name,
      codes: fit(this.codes, this.length),
      words: [...this.codeOf.keys()],
    };
  }
}

function enlarge<A extends Float64Array | Int32Array>(array: A, type: new (length: number) => A): A {
  const larger = new type(Math.max(64, array.length * 2));
  larger.set(array);
  return larger;
}

/** Without a copy where little is wasted. */
function fit<A extends Float64Array | Int32Array>(array: A, length: number): A {
  return (array.length > 1.25 * length ? array.slice(0, length) : array.subarray(0, length)) as A;
}
