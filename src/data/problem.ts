/** A user's mistake about data: at a path of the spec's `data` (`["target"]`) and, where there is one, a place in the file. */
export interface DataProblem {
  readonly severity: 'error' | 'warning' | 'information';
  readonly code: string;
  readonly message: string;
  /** Relative to the spec's root, e.g. `["data", "target"]`. */
  readonly path: readonly (string | number)[];
  readonly file?: string;
  /** Line and column in the data file, from 1. */
  readonly line?: number;
  readonly column?: number;
  /** The nearest known name, for a quick fix at `path`. */
  readonly suggestion?: string;
}
