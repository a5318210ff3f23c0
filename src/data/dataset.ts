import type { Preprocessing } from './preprocessing.js';
import type { DataProblem } from './problem.js';
import type { Task } from './task.js';

/** Encoded rows. The same shape as the engine's `Rows`, with where each row came from. */
export interface Split {
  readonly count: number;
  /** `count · preprocessing.inputs` */
  readonly inputs: Float32Array;
  /**
   * `count · targetWidth`: one class index a row (classification; 0/1 for binary), one value a target, or of a
   * language one class index a position, which is the token that follows there: `count · context` of them.
   */
  readonly targets: Float32Array;
  /** Row numbers in the source file, from 0, header not counted. */
  readonly rowNumbers: Uint32Array;
  /** The line (from 1) in the source file on which each row starts; absent where the file has no lines. */
  readonly lines?: Uint32Array;
  /** Each row's own file, beside the spec; absent where all rows stand in one. */
  readonly files?: readonly string[];
}

/** What data becomes, before its digest is known. */
export interface LoadedRows {
  readonly preprocessing: Preprocessing;
  readonly train: Split;
  readonly validation: Split | null;
  readonly test: Split | null;
  /** Width of the output: classes, labels or targets; 1 for binary. Of a language the vocabulary, at each position. */
  readonly outputs: number;
  readonly classWeights?: readonly number[];
}

export interface Dataset extends LoadedRows {
  /** Tells whether data is the same: `DigestedFiles.digest` of all that was read. */
  readonly sha256: string;
}

/** The spec's `data` section, defaults filled in. */
export interface DataConfig {
  readonly train: string;
  readonly target: readonly string[];
  readonly features?: readonly string[];
  readonly ignore: readonly string[];
  readonly missing: 'error' | 'drop' | 'mean';
  readonly missingValues: readonly string[];
  readonly scale: 'standard' | 'minmax' | 'none';
  readonly scaleTarget: 'none' | 'standard';
  readonly header: boolean;
  readonly validation: number | string;
  readonly test?: number | string;
  readonly group?: string;
  readonly order?: string;
  readonly shape?: readonly number[];
  readonly classWeights?: 'balanced';
  readonly context?: number;
}

export interface LoadInput {
  readonly data: DataConfig;
  /** Given by the spec, or decided by its loss; else from the target. */
  readonly task?: Task;
  readonly seed: number;
}

export interface LoadResult {
  readonly dataset: Dataset | null;
  readonly problems: readonly DataProblem[];
}
