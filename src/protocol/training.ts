import type { EpochMetrics } from '../runs/metrics.js';
import type { Finding } from '../runs/finding.js';
import type { RunRecord } from '../runs/run.js';

/** What a training says while it runs, in this order: started, (samples | epoch | findings)*, done. */
export type TrainingEvent =
  | { readonly type: 'started'; readonly directory: string; readonly run: RunRecord }
  | { readonly type: 'samples'; readonly samples: SampleColumns; readonly progress: Progress }
  | {
      readonly type: 'epoch';
      readonly metrics: EpochMetrics;
      readonly progress: Progress;
      readonly checkpoint: string | null;
    }
  /** All findings that stand now; replaces what was said before. */
  | { readonly type: 'findings'; readonly findings: readonly Finding[] }
  | { readonly type: 'paused' }
  | { readonly type: 'continued' }
  | { readonly type: 'done'; readonly directory: string; readonly run: RunRecord };

export interface Progress {
  /** Finished epochs and the share of the one that runs. */
  readonly epoch: number;
  readonly plannedEpochs: number;
  readonly step: number;
  readonly loss: number | null;
  readonly samplesPerSecond: number;
  readonly secondsLeft: number;
}

/** Samples by column; every array is as long as `steps`. NaN is "not measured". */
export interface SampleColumns {
  readonly steps: Float64Array;
  readonly loss: Float64Array;
  readonly learningRate: Float64Array;
  /** By parameter, in the network's order. */
  readonly gradientNorm: Readonly<Record<string, Float64Array>>;
  readonly updateRatio: Readonly<Record<string, Float64Array>>;
}

/** Host → worker. */
export interface WorkerCalls {
  train: {
    args: {
      readonly specPath: string;
      /** The editor's text where it is newer than the file. */
      readonly specText?: string;
      /** The run folder: to be made, or with `resume` to go on in. Absent: a new one by name and time. */
      readonly directory?: string;
      readonly resume: boolean;
      readonly overrides: { readonly epochs?: number; readonly threads?: number };
    };
    /** When it ended, however it ended. */
    reply: { readonly directory: string; readonly run: RunRecord };
  };
  pause: { args: null; reply: null };
  continue: { args: null; reply: null };
  /** Ends after this step; a checkpoint is written. */
  stop: { args: null; reply: null };
}

export interface WorkerEvents {
  training: TrainingEvent;
}
