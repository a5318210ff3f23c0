import type { Finding } from '../runs/finding.js';
import type { RunRecord, RunStatus } from '../runs/run.js';
import type { OptionRow } from '../spec/options.js';
import type { RunCurves } from '../training/curves.js';
import type { SavedChart } from './savedChart.js';

export type { OptionRow, RunCurves };

/** A run beside others. */
export interface ComparedRun {
  readonly directory: string;
  /** What tells it apart from the others, for people. */
  readonly name: string;
  readonly state: RunStatus | 'interrupted';
  readonly record: RunRecord;
  readonly seconds: number | null;
  readonly findings: readonly Pick<Finding, 'code' | 'severity'>[];
  readonly curves: RunCurves;
}

/** All that a comparison shows. */
export interface Comparison {
  readonly runs: readonly ComparedRun[];
  /** Every option of their specs, one value a run. */
  readonly options: readonly OptionRow[];
  /** What was not chosen and differs or not: rows, data, kernels. */
  readonly circumstances: readonly OptionRow[];
  /** Runs that were asked for and cannot be read, with the reason. */
  readonly unreadable: readonly { readonly directory: string; readonly reason: string }[];
}

/** Host → panel. */
export interface ComparePanelEvents {
  /** Something changed: a run trains, or its folder did. */
  comparison: Comparison;
}

/** Panel → host. */
export interface ComparePanelCalls {
  ready: { args: null; reply: Comparison };
  showRun: { args: { readonly directory: string }; reply: null };
  saveChart: { args: SavedChart; reply: null };
}
