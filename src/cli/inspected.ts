import type { ModelTensor, OpenModel } from '../formats/format.js';
import type { WeightFinding } from '../inspect/findings/weightRule.js';
import type { RowFacts } from '../inspect/rowWatch.js';
import type { Statistics } from '../inspect/statistics.js';

/** A tensor and what was found in it. */
export interface InspectedTensor {
  readonly tensor: ModelTensor;
  /** Null where its values cannot be read; then `problem` says why. */
  readonly statistics: Statistics | null;
  readonly rows: RowFacts | null;
  readonly problem?: string;
}

export interface InspectedModel {
  readonly model: OpenModel;
  /** Of the file. */
  readonly bytes: number;
  readonly tensors: readonly InspectedTensor[];
  /** Of those tensors. */
  readonly findings: readonly WeightFinding[];
}
