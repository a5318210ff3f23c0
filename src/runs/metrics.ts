import type { RunFacts } from './facts.js';

/** What is known of a run over time, whoever trained it. Series are by name; steps are global, counted from 1. */
export interface Series {
  readonly steps: Float64Array;
  readonly values: Float64Array;
}

/** One finished epoch, as `train --json` prints it. What is absent or not finite is null. */
export interface EpochMetrics {
  /** From 1. */
  readonly epoch: number;
  /** The global step at its end. */
  readonly step: number;
  readonly loss: number | null;
  readonly validationLoss: number | null;
  /** `accuracy`, `validationAccuracy`, of a language `perplexity` before them, or for regression `meanAbsoluteError`, `r2` and their `validation…`. */
  readonly metrics: Readonly<Record<string, number | null>>;
  readonly learningRate: number;
  /** By parameter: mean of the step norms before clipping. */
  readonly gradientNorm: Readonly<Record<string, number | null>>;
  readonly seconds: number;
  readonly samplesPerSecond: number;
}

export interface Metrics {
  readonly epochs: readonly EpochMetrics[];
  /** Scalars by tag: `loss/train`, `gradient_norm/hidden.weight`, … */
  readonly scalars: ReadonlyMap<string, Series>;
  /** Parameters in the network's order, input first; what `gradient_norm/` and the like speak of. */
  readonly parameters: readonly string[];
  readonly stepsPerEpoch: number;
  readonly plannedEpochs: number;
  /** What was known before the first step; null for runs of others. */
  readonly facts: RunFacts | null;
}
