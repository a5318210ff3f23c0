import type { FloatTensor } from '../tensor/tensor.js';
import type { NetworkConfig, TrainingConfig } from './config.js';
import type { Network } from './network.js';

/** Rows ready for the network: row-major f32. Targets: one class index a row, or `outputs` values. */
export interface Rows {
  readonly count: number;
  readonly inputs: Float32Array;
  readonly targets: Float32Array;
}

/** What one pass over some steps has shown. Sums are over rows, in double precision. */
export interface StepTotals {
  rows: number;
  /** Σ over batches of (batch loss with penalties) · (batch rows). */
  loss: number;
  /** Classification: correct rows; binary and multilabel: correct elements; regression: 0. */
  correct: number;
  absoluteError: number;
  squaredError: number;
}

/** One look at the network in the middle of training, after the step with this global index. */
export interface Sample {
  /** Global step, counted from 1: the number of steps done. */
  readonly step: number;
  readonly loss: number;
  readonly learningRate: number;
  /** Before clipping, in the order of `watched`. */
  readonly gradientNorms: Float64Array;
  readonly weightNorms: Float64Array;
  /** ‖update‖ / ‖weights before it‖. */
  readonly updateRatios: Float64Array;
  /** In the order of `activationLayers`. Dead and saturated shares are over the samples of this epoch so far; NaN where a layer has none. */
  readonly activationMeans: Float64Array;
  readonly activationStds: Float64Array;
  readonly deadShares: Float64Array;
  readonly saturatedShares: Float64Array;
}

/** A histogram in equal bins from `minimum` to `maximum`. */
export interface TensorHistogram {
  readonly name: string;
  readonly minimum: number;
  readonly maximum: number;
  readonly counts: readonly number[];
  readonly sum: number;
  readonly sumOfSquares: number;
}

/** A network planned for training: all buffers placed, all calls listed. Nothing is allocated while it steps. */
export interface TrainingSession {
  readonly network: Network;
  readonly build: 'simd' | 'relaxed-simd' | 'reference';
  readonly threads: number;
  /** Why it is one thread where more were wanted, in a sentence; else null. */
  readonly refusedThreads: string | null;
  readonly arenaBytes: number;
  /** Trainable parameters' names in order: what samples and norms speak of. */
  readonly watched: readonly string[];
  readonly activationLayers: readonly string[];
  /** Every how many steps a sample is taken, fixed by the plan so that watching stays under 3 % of an epoch. */
  readonly sampleStride: number;
  readonly stepsPerEpoch: number;

  /** Draw all weights from the seed; the optimizer starts anew. */
  initialize(): void;
  /** Start an epoch (from 0): draws the order of rows, forgets the totals of the one before. */
  beginEpoch(epoch: number): void;
  /**
   * Run up to `steps` steps of the epoch begun; stops at its end, and after a step whose loss is not finite, which
   * is always sampled. `learningRate` gives the rate of a global step (from 0). Returns the number of steps done.
   */
  run(
    steps: number,
    learningRate: (globalStep: number) => number,
    onSample: (sample: Sample) => void,
  ): number;
  /** Totals of the epoch so far. */
  totals(): StepTotals;
  /** Mean over the epoch's steps of each watched parameter's gradient norm before clipping. */
  meanGradientNorms(): Float64Array;
  /** Loss without penalties and metrics over these rows, in evaluation mode. */
  evaluate(rows: Rows): StepTotals;
  /** Network outputs (logits or values) of these rows, `count · outputs`. */
  predict(inputs: Float32Array, count: number): Float32Array;
  weightHistograms(bins: number): TensorHistogram[];
  /** Of the last step's gradients. */
  gradientHistograms(bins: number): TensorHistogram[];

  /** Parameters and state, in PyTorch's names and layouts, in the network's order. */
  readWeights(): FloatTensor[];
  /** Names not in the network or shapes that differ throw: callers check first. */
  writeWeights(tensors: readonly FloatTensor[]): void;
  /** Everything else that the next step depends on: optimizer slots, step count, totals, position in the epoch. */
  readState(): { tensors: FloatTensor[]; numbers: Record<string, number> };
  writeState(state: { tensors: readonly FloatTensor[]; numbers: Readonly<Record<string, number>> }): void;
  dispose(): void;
}

export interface SessionInput {
  readonly network: NetworkConfig;
  readonly training: TrainingConfig;
  readonly rows: Rows;
  /** Threads that the host can run at once; one of them is left to others. Default 1. */
  readonly cores?: number;
}

/** The bytes of the two builds; which of them is taken depends on the host and on `deterministic`. */
export interface KernelBinaries {
  readonly simd: Uint8Array;
  readonly relaxedSimd: Uint8Array;
}
