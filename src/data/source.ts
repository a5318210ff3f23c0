import type { TableProblem } from './problem.js';
import type { Table } from './table.js';

/** What is known about a table before it is read. */
export interface TableOptions {
  /** False: the first line is data, columns are called `column1` … */
  readonly header: boolean;
  /** Words that count as missing besides the empty cell and `NA`. */
  readonly missingValues: readonly string[];
  /** Kinds that are settled already (by the training file); the others are decided by their cells. */
  readonly kinds?: ReadonlyMap<string, 'number' | 'text'>;
}

export interface TableRead {
  /** Null where it has no sound rows and columns. An error of a cell spoils its column alone. */
  readonly table: Table | null;
  readonly problems: readonly TableProblem[];
}

/** A kind of file that holds a table: one file in this folder, one line in `sources`. */
export interface TableSource {
  readonly name: string;
  /** One sentence for docs. */
  readonly doc: string;
  /** Lower case, without the dot. */
  readonly extensions: readonly string[];
  /** Whether these bytes are surely of this kind, whatever the file is called. */
  matches(bytes: Uint8Array): boolean;
  read(bytes: Uint8Array, fileName: string, options: TableOptions): TableRead | Promise<TableRead>;
}
