import { momentsOf } from './scaling.js';
import { isMissing, type CellColumn, type NumberColumn, type Table, type TextColumn } from './table.js';

/** What a column looks like: for hovers and for proposing a network. */
export type ColumnDescription = NumberDescription | TextDescription;

interface Described {
  readonly name: string;
  readonly rowCount: number;
  readonly missing: number;
  /** Distinct values among the cells that are there. */
  readonly distinct: number;
}

export interface NumberDescription extends Described {
  readonly kind: 'number';
  /** NaN where the column is empty; so the next three. */
  readonly minimum: number;
  readonly maximum: number;
  readonly mean: number;
  /** With divisor N. */
  readonly std: number;
  /** Every value is a whole number. */
  readonly whole: boolean;
  /** Every row's value is one more than that of the row before. */
  readonly counts: boolean;
}

export interface TextDescription extends Described {
  readonly kind: 'text';
  /** The commonest words, the commonest first. */
  readonly top: readonly { readonly word: string; readonly count: number }[];
  /** Characters a cell, on average. */
  readonly meanLength: number;
  /** Share of the distinct words that look like a date or a time. */
  readonly dateShare: number;
  /** Dates are written so that their order as text is their order in time, and the rows are in it. */
  readonly inTime: boolean;
}

const topWords = 5;

/** Columns of single values; arrays are described by their shape. */
export function describeTable(table: Table): ColumnDescription[] {
  return table.columns.flatMap((column) =>
    column.kind === 'array' ? [] : [describeColumn(column, table.rowCount)],
  );
}

export function describeColumn(column: CellColumn, rowCount: number): ColumnDescription {
  let missing = 0;
  for (let row = 0; row < rowCount; row++) if (isMissing(column, row)) missing++;
  return column.kind === 'number'
    ? describeNumbers(column, rowCount, missing)
    : describeText(column, rowCount, missing);
}

function describeNumbers(column: NumberColumn, rowCount: number, missing: number): NumberDescription {
  const rows = Uint32Array.from({ length: rowCount }, (_, row) => row);
  const { minimum, maximum, mean, std } = momentsOf(column.values, rows);
  const distinct = new Set<number>();
  let whole = true;
  let counts = rowCount > 2 && missing === 0;
  let before = NaN;
  for (const value of column.values) {
    if (!Number.isNaN(value)) {
      distinct.add(value);
      if (!Number.isInteger(value)) whole = false;
    }
    if (!Number.isNaN(before) && value !== before + 1) counts = false;
    before = value;
  }
  return {
    kind: 'number',
    name: column.name,
    rowCount,
    missing,
    distinct: distinct.size,
    minimum,
    maximum,
    mean,
    std,
    whole,
    counts,
  };
}

const isoDate = /^\d{4}-\d{2}(-\d{2})?([T ]\d{2}:\d{2}.*)?$/;
const otherDate =
  /^(\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|(\d{1,2}\.? )?(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? .*\d{4}|\d{1,2}-(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)-\d{2,4})([T ,]+\d{1,2}:\d{2}.*)?$/i;
const timeOfDay = /^\d{1,2}:\d{2}(:\d{2})?( ?[ap]m)?$/i;

function describeText(column: TextColumn, rowCount: number, missing: number): TextDescription {
  const counts = new Int32Array(column.words.length);
  let characters = 0;
  let isSorted = true;
  let before = '';
  for (const code of column.codes) {
    if (code < 0) continue;
    counts[code]!++;
    const word = column.words[code]!;
    characters += word.length;
    if (word < before) isSorted = false;
    before = word;
  }
  const order = column.words.map((_, code) => code).sort((a, b) => counts[b]! - counts[a]! || a - b);
  const isDate = (word: string) => isoDate.test(word) || otherDate.test(word) || timeOfDay.test(word);
  const words = column.words;
  return {
    kind: 'text',
    name: column.name,
    rowCount,
    missing,
    distinct: words.length,
    top: order.slice(0, topWords).map((code) => ({ word: words[code]!, count: counts[code]! })),
    meanLength: characters / Math.max(1, rowCount - missing),
    dateShare: words.filter(isDate).length / Math.max(1, words.length),
    inTime: isSorted && words.length > 1 && words.every((word) => isoDate.test(word)),
  };
}
