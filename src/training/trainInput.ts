/** What a training is asked for. */
export interface TrainInput {
  /** Absolute. */
  readonly specPath: string;
  /** The editor's text where it is newer than the file. Resuming takes the run's own copy. */
  readonly specText?: string;
  /** The run folder: to be made, or with `resume` to go on in. Absent: a new one by name and time, or the newest unfinished. */
  readonly directory?: string;
  readonly resume: boolean;
  /** What this run has in common with others that differ in their seed alone. */
  readonly group?: string;
  readonly overrides: { readonly epochs?: number; readonly threads?: number };
}
