import type { RunRecord } from '../runs/run.js';
import type { TrainingEvent } from '../training/events.js';

export type { Progress, SampleColumns, TrainingEvent } from '../training/events.js';

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
  /** What happened since the last message, in order; about 10 messages a second. */
  training: readonly TrainingEvent[];
}
