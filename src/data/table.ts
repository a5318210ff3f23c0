import { sizeOf } from '../tensor/shape.js';

/** A table by columns: what every source (CSV, IDX, …) becomes before it is encoded. */
export interface NumberColumn {
  readonly kind: 'number';
  readonly name: string;
  /** NaN where missing. */
  readonly values: Float64Array;
}

export interface TextColumn {
  readonly kind: 'text';
  readonly name: string;
  /** Index into `words`; −1 where missing. */
  readonly codes: Int32Array;
  /** Distinct cells in the order they were met. */
  readonly words: readonly string[];
}

/** An array of one shape in every row: a picture, a series. */
export interface ArrayColumn {
  readonly kind: 'array';
  readonly name: string;
  /** Of one row; a picture's is [channels, height, width]. */
  readonly shape: readonly number[];
  /** Row after row. Bytes are a picture's levels from 0 to 255; a NaN among floats makes its row a missing one. */
  readonly values: Uint8Array | Float32Array;
}

/** A column of single values, which can be a target, a group or an order. */
export type CellColumn = NumberColumn | TextColumn;
export type Column = CellColumn | ArrayColumn;

export interface Table {
  readonly columns: readonly Column[];
  readonly rowCount: number;
  /** The line (from 1) in the file on which each row starts; absent where the source has no lines. */
  readonly lines?: Uint32Array;
  /** Each row's own file, beside the spec; absent where all rows stand in one. */
  readonly files?: readonly string[];
}

export function findColumn(table: Table, name: string): Column | undefined {
  return table.columns.find((column) => column.name === name);
}

/** The name of one column of an array of two dimensions: `x[3]`. */
export function elementName(array: string, index: number): string {
  return `${array}[${index}]`;
}

/** `x[3]` → `x`; other names stay. */
export function arrayName(column: string): string {
  return column.replace(/\[\d+\]$/, '');
}

/** The column of this name, or all columns of the array of this name. */
export function findColumns(table: Table, name: string): readonly Column[] {
  const column = findColumn(table, name);
  return column ? [column] : table.columns.filter((one) => one.name !== name && arrayName(one.name) === name);
}

/** A column of single values; undefined where the name is another's. */
export function findCells(table: Table, name: string): CellColumn | undefined {
  const column = findColumn(table, name);
  return column?.kind === 'array' ? undefined : column;
}

export function isMissing(column: Column, row: number): boolean {
  if (column.kind === 'number') return Number.isNaN(column.values[row]!);
  if (column.kind === 'text') return column.codes[row]! < 0;
  const { values } = column;
  if (values instanceof Uint8Array) return false;
  const size = sizeOf(column.shape);
  for (let i = row * size; i < (row + 1) * size; i++) if (Number.isNaN(values[i]!)) return true;
  return false;
}

/** What tells a cell from others of its column: the number, or the word's index. */
export function cellKey(column: CellColumn, row: number): number {
  return column.kind === 'number' ? column.values[row]! : column.codes[row]!;
}
