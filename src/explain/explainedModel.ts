/**
 * What a method may ask of a model. Rows are encoded inputs, row-major; outputs are logits (of a binary task one,
 * of the second class) or values in the target's own units.
 */
export interface ExplainedModel {
  readonly inputs: number;
  readonly outputs: number;
  /** Multiplications of one row's prediction, to estimate from. */
  readonly multiplications: number;
  /** Every output is a weighted sum of the inputs. */
  readonly isLinear: boolean;
  /** Inputs are tokens of a text; outputs are those of what follows its last one. */
  readonly readsText?: boolean;
  /** `count · outputs` */
  predict(inputs: Float32Array, count: number): Float32Array;
  /**
   * The same of every row mixed with every background row by every mask, so that nothing is computed twice; absent
   * where the model has no quicker way than to predict them all.
   */
  readonly predictMixed?: PredictMixed;
  /** ∂output/∂input: for each wanted output `count · inputs`; absent where inputs are tokens. */
  readonly gradient?: (
    inputs: Float32Array,
    count: number,
    outputs: readonly number[],
  ) => readonly Float32Array[];
  /** DeepLIFT's multipliers between each row and the reference beside it, as `gradient` gives its numbers. */
  readonly multipliers?: (
    inputs: Float32Array,
    references: Float32Array,
    count: number,
    outputs: readonly number[],
  ) => readonly Float32Array[];
  /** Why there are no multipliers, for the user: which layer stands in the way. */
  readonly multipliersObstacle?: string;
}

export interface Mixture {
  /** `count · inputs` */
  readonly rows: Float32Array;
  readonly count: number;
  readonly background: Background;
  /** For each coalition a byte an input: 1 takes it from the row, 0 from the background. */
  readonly masks: Uint8Array;
  readonly coalitions: number;
}

/** Mean outputs over the background: `count · coalitions · outputs`. */
export type PredictMixed = (mixture: Mixture) => Float64Array;

/** What absent features are replaced by. */
export interface Background {
  /** `count · inputs` */
  readonly inputs: Float32Array;
  readonly count: number;
  /** Share of each row, 1 in all. */
  readonly weights: Float64Array;
}
