import type { Preprocessing } from './preprocessing.js';
import type { DataProblem } from './problem.js';
import type { Task } from './task.js';

/** Encoded rows. The same shape as the engine's `Rows`, with where each row came from. */
export interface Split {
  readonly count: number;
  /** `count · preprocessing.inputs` */
  readonly inputs: Float32Array;
  /** One class index a row (classification; 0/1 for binary), or one value a target. */
  readonly targets: Float32Array;
  /** Row numbers in the source file, from 0, header not counted. */
  readonly rowNumbers: Uint32Array;
}

export interface Dataset {
  readonly preprocessing: Preprocessing;
  readonly train: Split;
  readonly validation: Split | null;
  readonly test: Split | null;
  /** Width of the output: classes, labels or targets; 1 for binary. */
  readonly outputs: number;
  readonly classWeights?: readonly number[];
  /** sha256 over the bytes of all files read, in the order train, validation, test. */
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

/** Reads a file that a spec names, relative to the spec. Throws an Error whose message says what to do. */
export type ReadFile = (path: string) => Promise<Uint8Array>;

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
