import type { RowFacts } from '../rowWatch.js';
import type { Statistics } from '../statistics.js';

/** What is known of a tensor whose values have been read once. */
export interface TensorFacts {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly statistics: Omit<Statistics, 'histogram' | 'l1'>;
  /** Null where its rows say nothing. */
  readonly rows: RowFacts | null;
}

/** Something about a file's weights that somebody who uses them should know. */
export interface WeightFinding {
  readonly severity: 'error' | 'warning' | 'information';
  readonly code: string;
  /** Name of the tensor. */
  readonly parameter: string;
  readonly message: string;
  /** Number in row-major order of the first value that is meant; null where it is all of them. */
  readonly first: number | null;
  /** What was measured, and what it was compared with: in the unit that the rule's `unit` names. */
  readonly value: number;
  readonly threshold: number;
  readonly source: string;
}

/** What a rule says of a tensor; what all its findings have in common is added from the rule. */
export interface WeightRemark {
  readonly message: string;
  readonly value: number;
  readonly first: number | null;
}

/** One diagnosis of a file's weights: pure, from what was measured. */
export interface WeightRule {
  readonly code: string;
  /** A few words that stand above its findings. */
  readonly title: string;
  /** What it means and why it matters. */
  readonly doc: string;
  readonly severity: WeightFinding['severity'];
  /** What the value is compared with. */
  readonly threshold: number;
  /** What value and threshold are. */
  readonly unit: string;
  /** The paper or guide, and where it can be read. */
  readonly source: string;
  /** Null: nothing to say. `siblings` are the tensors of the same role, the tensor itself among them. */
  look(tensor: TensorFacts, siblings: readonly TensorFacts[]): WeightRemark | null;
}
