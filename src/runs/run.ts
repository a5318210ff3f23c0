import type { RunFacts } from './facts.js';
import type { EpochMetrics } from './metrics.js';

export type RunStatus =
  'running' | 'paused' | 'completed' | 'stopped' | 'early-stopped' | 'diverged' | 'failed';

/** run.json */
export interface RunRecord {
  readonly version: 1;
  readonly name: string;
  /** What its user calls it, where that is not its time. */
  readonly title?: string | undefined;
  readonly status: Exclude<RunStatus, 'paused'>;
  /** Path of the spec, relative to the run folder's grandparent's parent where it can be, else absolute. */
  readonly spec: string;
  readonly specSha256: string;
  readonly dataSha256: string;
  readonly seed: number;
  /** Runs that were trained together, each with a seed of its own, have the same. */
  readonly group?: string | undefined;
  readonly threads: number;
  /** Why it is one thread where more were wanted, in a sentence. */
  readonly refusedThreads?: string | undefined;
  readonly kernelBuild: 'simd' | 'relaxed-simd' | 'reference';
  readonly versions: Readonly<Record<string, string>>;
  /** UTC, ISO 8601. */
  readonly startedAt: string;
  readonly finishedAt: string | null;
  readonly pid: number | null;
  readonly host: string;
  readonly heartbeatAt: string | null;
  readonly parameters: number;
  readonly layers: readonly {
    readonly name: string;
    readonly type: string;
    readonly parameters: readonly { readonly name: string; readonly shape: readonly number[] }[];
  }[];
  readonly task: string;
  readonly trainRows: number;
  readonly validationRows: number;
  readonly stepsPerEpoch: number;
  readonly plannedEpochs: number;
  readonly epochs: number;
  /** What was known before the first step; null in runs that did not say. */
  readonly facts: RunFacts | null;
  readonly best: { readonly epoch: number; readonly value: number } | null;
  /** What `best` is the best of: `validationLoss`, `loss` or a metric. Absent in records of before. */
  readonly monitor?: string | undefined;
  readonly final: EpochMetrics | null;
  /** Why it failed, one line. */
  readonly error: string | null;
}
