import type { DataConfig } from '../data/dataset.js';
import type { LayerConfig, MemberConfig, Task } from '../engine/config.js';

/** A spec that was read without errors: every name known, every default filled in, the file's layout forgotten. */
export interface Spec {
  readonly data: DataConfig;
  /** Given, or decided by the loss; absent: the target decides when the data is read. */
  readonly task?: Task;
  readonly layers: readonly LayerConfig[];
  /** Absent: by task. */
  readonly loss?: MemberConfig;
  readonly optimizer: MemberConfig;
  readonly schedule: MemberConfig;
  readonly training: TrainingSection;
  readonly pretrained?: PretrainedSection;
  /** By finding code: off, or thresholds of one's own. */
  readonly health: Readonly<Record<string, 'off' | { readonly threshold?: number }>>;
}

export interface TrainingSection {
  readonly epochs: number;
  readonly batchSize: number;
  readonly seed: number;
  readonly shuffle: boolean;
  readonly clipNorm?: number;
  readonly clipValue?: number;
  readonly earlyStopping?: EarlyStoppingSection;
  /** Epochs; absent: every epoch, at most one a second, and fewer where writing one takes long. */
  readonly checkpointEvery?: number;
  readonly keepCheckpoints: number;
  readonly threads?: number;
  readonly deterministic: boolean;
}

export interface EarlyStoppingSection {
  /** `loss`, `validationLoss`, or a metric (`validationAccuracy`). */
  readonly monitor: string;
  readonly patience: number;
  readonly minDelta: number;
  readonly restoreBest: boolean;
}

export interface PretrainedSection {
  readonly weights?: string;
  readonly freeze: readonly string[];
  readonly rename: Readonly<Record<string, string>>;
}

export type SpecPath = readonly (string | number)[];

/** A user's mistake in a spec, as `check --json` prints it. Lines and columns count from 1. */
export interface Problem {
  readonly severity: 'error' | 'warning' | 'information';
  readonly code: string;
  readonly message: string;
  readonly path: SpecPath;
  readonly line: number;
  readonly column: number;
  /** UTF-16 offsets of what is underlined. */
  readonly offset: number;
  readonly length: number;
  /** What would mend it, best first. */
  readonly fixes?: readonly Fix[];
}

export interface Fix {
  readonly title: string;
  readonly preferred?: boolean;
  readonly edits: readonly SpecEdit[];
}

/** A change at a spec path; `spec/edit.ts` turns it into a change of the text that keeps comments and layout. */
export interface SpecEdit {
  readonly op: 'set' | 'insert' | 'remove' | 'rename';
  readonly path: SpecPath;
  readonly value?: unknown;
}
