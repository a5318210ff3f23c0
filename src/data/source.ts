import type { DataFiles } from './files.js';
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
  /** The columns to predict as the spec calls them; where labels lie apart from their rows, they get that name. */
  readonly targets?: readonly string[];
  /** The columns that are used; not given: all that there are. */
  readonly columns?: readonly string[];
  /** What the table is for: one to predict from need not have targets. */
  readonly purpose?: 'train' | 'validation' | 'test' | 'predict';
  /** What the spec or the network says of the shape of an input. */
  readonly shape?: readonly number[];
}

export interface TableRead {
  /** Null where it has no sound rows and columns. An error of a cell spoils its column alone. */
  readonly table: Table | null;
  readonly problems: readonly TableProblem[];
}

/** A file, or a folder, that a table is made of. */
export interface SourceFile {
  /** Its path as the spec has it. */
  readonly path: string;
  /** Unpacked, where the file is gzipped. */
  readonly bytes: Uint8Array;
  /** Where others lie that belong to it. */
  readonly files: DataFiles;
}

/** A kind of file that holds a table: one file in this folder, one line in `sources`. */
export interface TableSource {
  readonly name: string;
  /** What it is and how a spec names it, for docs. */
  readonly doc: string;
  /** Lower case, without the dot. */
  readonly extensions: readonly string[];
  /** Whether these bytes are surely of this kind, whatever the file is called. */
  matches(bytes: Uint8Array): boolean;
  /** May throw a `FormatError` where the file is damaged. */
  read(file: SourceFile, options: TableOptions): TableRead | Promise<TableRead>;
}

/** There is no table, and this is why. */
export function refuse(code: string, message: string, more: Partial<TableProblem> = {}): TableRead {
  return { table: null, problems: [{ severity: 'error', code, message, ...more }] };
}
