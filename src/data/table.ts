/** A table by columns: what every source (CSV, Parquet, …) becomes before it is encoded. */
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

export type Column = NumberColumn | TextColumn;

export interface Table {
  readonly columns: readonly Column[];
  readonly rowCount: number;
  /** The line (from 1) in the file on which each row starts; absent where the source has no lines. */
  readonly lines?: Uint32Array;
}

export function findColumn(table: Table, name: string): Column | undefined {
  return table.columns.find((column) => column.name === name);
}

export function isMissing(column: Column, row: number): boolean {
  return column.kind === 'number' ? Number.isNaN(column.values[row]!) : column.codes[row]! < 0;
}
