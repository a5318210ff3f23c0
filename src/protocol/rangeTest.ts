import type { SavedChart } from './savedChart.js';

/** A learning-rate range test as a panel shows it, while it runs and after. */
export interface RangeTestSnapshot {
  /** Address of the spec, which the panel remembers to come back with. */
  readonly spec: string;
  readonly specName: string;
  readonly optimizer: string;
  readonly state: 'running' | 'completed' | 'stopped' | 'failed';
  /** Why it failed. */
  readonly error: string | null;
  readonly plannedSteps: number;
  /** The rate of each step so far, rising. */
  readonly rates: readonly number[];
  /** The loss of each step's batch; NaN where it was not finite. */
  readonly losses: readonly number[];
  /** The same without the scatter of single batches. */
  readonly smooth: readonly number[];
  /** Null before its end, and where the loss fell at no rate. */
  readonly suggestion: number | null;
  /** The rate that the spec has now; null where it cannot be read. */
  readonly current: number | null;
}

/** Host → panel: all of it, at most about 10 times a second; it is small. */
export interface RangeTestEvents {
  snapshot: RangeTestSnapshot;
}

/** Panel → host. */
export interface RangeTestCalls {
  ready: { args: null; reply: RangeTestSnapshot };
  stop: { args: null; reply: null };
  /** Runs the test anew, on the spec as it is now. */
  again: { args: null; reply: null };
  /** Writes the suggestion into the spec. */
  applyRate: { args: null; reply: null };
  saveChart: { args: SavedChart; reply: null };
}
