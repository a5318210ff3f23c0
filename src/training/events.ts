import type { EpochMetrics } from '../runs/metrics.js';
import type { Finding } from '../runs/finding.js';
import type { RunRecord } from '../runs/run.js';
import type { WrittenText } from '../runs/writtenText.js';

/** What a training says while it runs, in this order: started, (samples | epoch | text | findings | …)*, done. */
export type TrainingEvent =
  | { readonly type: 'started'; readonly directory: string; readonly run: RunRecord }
  /** Something the user should know that does not stop training; one line. */
  | { readonly type: 'warning'; readonly message: string }
  | { readonly type: 'samples'; readonly samples: SampleColumns; readonly progress: Progress }
  | {
      readonly type: 'epoch';
      readonly metrics: EpochMetrics;
      readonly progress: Progress;
      /** File name of the checkpoint written after this epoch. */
      readonly checkpoint: string | null;
    }
  /** What a network for a language wrote after an epoch; some epochs have one. */
  | { readonly type: 'text'; readonly written: WrittenText }
  /** Weights by parameter after the newest epoch, in equal bins; at most once a second. */
  | { readonly type: 'histograms'; readonly histograms: Readonly<Record<string, Bins>> }
  /** How many units of each layer do nothing, as last measured; layers without such a measure are left out. */
  | { readonly type: 'activity'; readonly activity: Activity }
  /** All findings that stand now; replaces what was said before. */
  | { readonly type: 'findings'; readonly findings: readonly Finding[] }
  | { readonly type: 'paused' }
  | { readonly type: 'continued' }
  | { readonly type: 'done'; readonly directory: string; readonly run: RunRecord };

export interface Bins {
  readonly minimum: number;
  readonly maximum: number;
  readonly counts: readonly number[];
  /** Over the finite values. */
  readonly sum: number;
  readonly sumOfSquares: number;
}

export interface Progress {
  /** Finished epochs and the share of the one that runs. */
  readonly epoch: number;
  readonly plannedEpochs: number;
  readonly step: number;
  readonly loss: number | null;
  readonly samplesPerSecond: number;
  readonly secondsLeft: number;
}

/** Shares of the newest sample by layer, from 0 to 1. */
export interface Activity {
  readonly deadShare: Readonly<Record<string, number>>;
  readonly saturatedShare: Readonly<Record<string, number>>;
}

/** In single precision where it is only drawn. */
export type SampleColumn = Float64Array | Float32Array;

/** Samples by column; every array is as long as `steps`. NaN is "not measured". */
export interface SampleColumns {
  readonly steps: Float64Array;
  readonly loss: Float64Array;
  readonly learningRate: Float64Array;
  /** By parameter, in the network's order. */
  readonly gradientNorm: Readonly<Record<string, SampleColumn>>;
  readonly updateRatio: Readonly<Record<string, SampleColumn>>;
}
