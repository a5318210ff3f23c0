import type { RunRecord } from '../runs/run.js';
import type { RangeTest } from '../runs/rangeTest.js';
import type { RangeTestProgress } from '../training/findLearningRate.js';
import type { CheckedSpec } from '../training/checkData.js';
import type { TrainingEvent } from '../training/events.js';

export type { RangeTest } from '../runs/rangeTest.js';
export type { RangeTestProgress } from '../training/findLearningRate.js';
export type { CheckedSpec } from '../training/checkData.js';
export type { TrainingCost } from '../training/measureCost.js';
export type { DescribedLayer } from '../training/describeLayers.js';

export type {
  Activity,
  Bins,
  Progress,
  SampleColumn,
  SampleColumns,
  TrainingEvent,
} from '../training/events.js';

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
      /** What this run has in common with others that differ in their seed alone. */
      readonly group?: string;
      readonly overrides: { readonly epochs?: number; readonly threads?: number };
    };
    /** When it ended, however it ended. */
    reply: { readonly directory: string; readonly run: RunRecord };
  };
  pause: { args: null; reply: null };
  continue: { args: null; reply: null };
  /** Ends after this step; a checkpoint is written. */
  stop: { args: null; reply: null };
  /** Tries learning rates of all sizes; null where it was stopped. `stop` ends it, as it ends a training. */
  findLearningRate: {
    args: { readonly specPath: string; readonly specText: string };
    reply: RangeTest | null;
  };
  /** What the data says of a spec: problems that need it, and the network as it would be trained. */
  check: {
    args: { readonly specPath: string; readonly specText: string };
    reply: CheckedSpec;
  };
  /** A first spec for a table; with `target`, for that column. */
  propose: {
    args: { readonly dataPath: string; readonly target?: string };
    reply: {
      readonly text: string;
      readonly target: string;
      /** Every column, with a few words on what is in it. */
      readonly columns: readonly { readonly name: string; readonly summary: string }[];
    };
  };
}

export interface WorkerEvents {
  /** What happened since the last message, in order; about 10 messages a second. */
  training: readonly TrainingEvent[];
  /** What a range test has measured since the last message. */
  rangeTest: RangeTestProgress;
}
