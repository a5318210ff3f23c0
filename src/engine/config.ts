/** What the engine is asked to build: a spec's network with every name known and every default filled in. */
export type Task = 'classification' | 'binary' | 'multilabel' | 'regression' | 'language';

export interface MemberConfig {
  readonly type: string;
  readonly [option: string]: unknown;
}

export interface LayerConfig extends MemberConfig {
  readonly name: string;
  /** Where it stands in the spec's `layers`. */
  readonly index: number;
}

export interface NetworkConfig {
  /** Without the batch: `[4]` or `[1, 28, 28]`. */
  readonly inputShape: readonly number[];
  /** What the last layer gives where it has no `units`: classes, labels or targets; 1 for binary. */
  readonly outputs: number;
  /** Of a language: positions of a row, each with its own `outputs` and its own target. Absent: a row has one. */
  readonly positions?: number;
  readonly layers: readonly LayerConfig[];
  /** Patterns of layer or parameter names that do not learn (`hidden.*`, `*.bias`). */
  readonly freeze: readonly string[];
}

export interface TrainingConfig {
  readonly task: Task;
  readonly loss: MemberConfig;
  readonly optimizer: MemberConfig;
  readonly schedule: MemberConfig;
  readonly epochs: number;
  readonly batchSize: number;
  readonly seed: number;
  /** Draw a new order of rows for each epoch; else they come in file order. */
  readonly shuffle: boolean;
  readonly clipNorm?: number;
  readonly clipValue?: number;
  /** One weight a class, in the order of the classes. */
  readonly classWeights?: readonly number[];
  readonly threads?: number;
  readonly deterministic: boolean;
  /** False: no gradient norms and no samples; what is left shows what watching costs. Default true. */
  readonly watch?: boolean;
}
