import {
  NumberBuilder,
  strangeShown,
  TextBuilder,
  type ColumnBuilder,
  type MissingWords,
  type StrangeCell,
} from './columnBuilder.js';
import type { RowVisitor } from './csvRows.js';
import { readNumber, type DecimalMark } from './number.js';
import { counted, placeOf, ProblemList, shorten, type TableProblem } from './problem.js';
import type { Column, Table, TextColumn } from './table.js';

export type ColumnKind = Column['kind'];

/** A column is one of numbers where at least this share of its cells is. */
export const numberShare = 0.95;
/** Short of that, a column with this share is worth a word: it was probably meant to be numbers. */
const suspiciousShare = 0.5;

export interface PassOptions {
  readonly file: string;
  readonly names: readonly string[];
  /** What each column is taken for. */
  readonly kinds: readonly ColumnKind[];
  /** Columns whose kind does not depend on their cells. */
  readonly settled: ReadonlyMap<string, ColumnKind>;
  readonly mark: DecimalMark;
  readonly missing: MissingWords;
  readonly header: boolean;
  /** About how many rows there are. */
  readonly capacity: number;
}

/** One pass over a delimited text: cells go into the builders of their columns, mistakes into `problems`. */
export class CsvPass implements RowVisitor {
  readonly problems = new ProblemList<TableProblem>();
  private readonly builders: readonly ColumnBuilder[];
  private lines: Uint32Array;
  private rowCount = 0;
  private awaitsHeader: boolean;

  constructor(private readonly options: PassOptions) {
    const { names, kinds, mark, missing, capacity } = options;
    this.builders = names.map((name, index) =>
      kinds[index] === 'number'
        ? new NumberBuilder(name, mark, missing, capacity)
        : new TextBuilder(name, missing, capacity),
    );
    this.lines = new Uint32Array(capacity);
    this.awaitsHeader = options.header;
  }

  cell(index: number, text: string, start: number, end: number): void {
    if (!this.awaitsHeader) this.builders[index]?.add(text, start, end);
  }

  endRow(line: number, cells: number): boolean {
    if (this.awaitsHeader) {
      this.awaitsHeader = false;
      return true;
    }
    if (cells !== this.builders.length) this.addRaggedRow(line, cells);
    if (this.rowCount === this.lines.length) {
      const larger = new Uint32Array(Math.max(64, 2 * this.rowCount));
      larger.set(this.lines);
      this.lines = larger;
    }
    this.lines[this.rowCount++] = line;
    return true;
  }

  /** Columns that were taken for numbers, but have too few of them: their words are gone, so they must be read again. */
  misled(): number[] {
    return this.builders.flatMap((builder, index) => {
      if (!(builder instanceof NumberBuilder) || this.options.settled.has(this.options.names[index]!))
        return [];
      const cells = builder.length - builder.missingCount;
      return cells - builder.strangeCount < numberShare * cells ? [index] : [];
    });
  }

  /** The columns, and what is wrong with their cells. */
  finish(): Table {
    const columns = this.builders.map((builder, index) => {
      const column = builder.build();
      if (builder instanceof NumberBuilder) {
        this.addStrangeCells(builder.strange, builder.strangeCount, index);
        return column;
      }
      const isSettled = this.options.settled.has(column.name);
      return column.kind === 'text' && !isSettled ? this.settleText(column, index) : column;
    });
    return { columns, rowCount: this.rowCount, lines: this.lines.slice(0, this.rowCount) };
  }

  /** Words that turn out to be numbers become numbers: a text column's words lose nothing. */
  private settleText(column: TextColumn, index: number): Column {
    const numbers = Float64Array.from(column.words, (word) =>
      readNumber(word, 0, word.length, this.options.mark),
    );
    const { codes, words, name } = column;
    let cells = 0;
    let strangeCount = 0;
    const strange: StrangeCell[] = [];
    for (let row = 0; row < codes.length; row++) {
      const code = codes[row]!;
      if (code < 0) continue;
      cells++;
      if (!Number.isNaN(numbers[code]!)) continue;
      if (strangeCount++ < strangeShown) strange.push({ row, cell: words[code]! });
    }
    const count = cells - strangeCount;
    if (count >= numberShare * cells) {
      this.addStrangeCells(strange, strangeCount, index);
      return { kind: 'number', name, values: Float64Array.from(codes, (code) => numbers[code] ?? NaN) };
    }
    if (count >= suspiciousShare * cells) this.addAlmostNumbers(name, index, count, cells, strange[0]!);
    return column;
  }

  private addRaggedRow(line: number, cells: number): void {
    const expected = this.builders.length;
    for (let index = cells; index < expected; index++) this.builders[index]!.add('', 0, 0);
    const column = Math.min(cells, expected) + 1;
    this.problems.add({
      severity: 'error',
      code: 'ragged-row',
      message: `${placeOf(this.options.file, line, column)}: this row has ${counted(cells, 'cell')}, but the table has ${counted(expected, 'column')}: add what is missing, or put quotes around cells that contain the delimiter.`,
      file: this.options.file,
      line,
      column,
    });
  }

  private addStrangeCells(strange: readonly StrangeCell[], count: number, index: number): void {
    const { file } = this.options;
    const name = this.options.names[index]!;
    const place = (row: number) => ({ file, line: this.lines[row]!, column: index + 1 });
    const described = strange.slice(0, strangeShown).map(({ row, cell }): TableProblem => ({
      severity: 'error',
      code: 'text-among-numbers',
      message: `${placeOf(file, this.lines[row], index + 1)}: "${shorten(cell)}" stands among the numbers of column "${name}": correct it, or add it to "missingValues".`,
      name,
      cell,
      ...place(row),
    }));
    this.problems.addAll(described);
    if (described[0]) this.problems.skip(described[0], count - described.length);
  }

  private addAlmostNumbers(
    name: string,
    index: number,
    count: number,
    cells: number,
    { row, cell }: StrangeCell,
  ): void {
    this.problems.add({
      severity: 'warning',
      code: 'text-column',
      message: `${placeOf(this.options.file, this.lines[row], index + 1)}: column "${name}" is read as text: ${count} of its ${cells} cells are numbers, but "${shorten(cell)}" is not. If it means a missing value, add it to "missingValues".`,
      name,
      cell,
      file: this.options.file,
      line: this.lines[row]!,
      column: index + 1,
    });
  }
}
