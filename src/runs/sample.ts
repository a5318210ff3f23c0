/** One look at the network in training, as the engine's sessions give it. */
export interface StepSample {
  /** Steps done. */
  readonly step: number;
  readonly loss: number;
  readonly learningRate: number;
  /** In the order of `SampleLayout.watched`. */
  readonly gradientNorms: Float64Array;
  readonly weightNorms: Float64Array;
  readonly updateRatios: Float64Array;
  /** In the order of `SampleLayout.activationLayers`; NaN is "not measured". */
  readonly activationMeans: Float64Array;
  readonly activationStds: Float64Array;
  readonly deadShares: Float64Array;
  readonly saturatedShares: Float64Array;
}

export interface SampleLayout {
  readonly watched: readonly string[];
  readonly activationLayers: readonly string[];
}
