import type { EpochMetrics } from '../runs/metrics.js';
import type { Finding } from '../runs/finding.js';
import type { RunRecord } from '../runs/run.js';
import type { WrittenText } from '../runs/writtenText.js';
import type { SeedBand, Spread } from '../runs/seedSpread.js';
import type { Progress, SampleColumns } from './training.js';
import type { SavedChart } from './savedChart.js';
import type { ResultsCalls } from './results.js';
import type { WeightsCalls } from './weights.js';

/** What panels know of a run, so that they need no room but this one. */
export type { EpochMetrics, RunRecord, SeedBand, Spread, WrittenText };

/** A finding with where it stands in the spec, lines from 1. */
export interface PlacedFinding extends Finding {
  readonly line: number;
  readonly column: number;
}

/** All a run panel needs to draw itself anew. */
export interface RunSnapshot {
  readonly directory: string;
  /** The spec's file name, and the names that people read. */
  readonly specName: string;
  readonly run: RunRecord;
  readonly state: RunRecord['status'] | 'paused';
  /** `adam`, `cosine`, `crossEntropy`, batch size: what the header says of the spec. */
  readonly summary: {
    readonly optimizer: string;
    readonly schedule: string;
    readonly loss: string;
    readonly batchSize: number;
    readonly classes: number | null;
  };
  /** Thinned where there are thousands: gaps in their numbers are to be expected. To a panel, without gradient norms. */
  readonly epochs: readonly EpochMetrics[];
  readonly samples: SampleColumns;
  readonly findings: readonly PlacedFinding[];
  /** What a network for a language wrote, oldest first; absent for others. */
  readonly texts?: readonly WrittenText[];
  /** How many rules watch the run, for "None. 4 rules watched"; absent where that is not known. */
  readonly rulesWatched?: number;
  readonly progress: Progress | null;
  /** Rates of all planned epochs in equal steps, one an epoch where they are few; empty where they are not known. */
  readonly plannedRates: readonly number[];
  /** Of the runs that were trained together with this one, each with a seed of its own. */
  readonly band?: SeedBand;
  /** Weights by parameter at the newest epoch, for the layer list's small histograms. */
  readonly histograms: Readonly<
    Record<string, { readonly minimum: number; readonly maximum: number; readonly counts: readonly number[] }>
  >;
}

/** Host → panel. */
export interface RunPanelEvents {
  snapshot: RunSnapshot;
  /** Appends; at most 10 a second, and at most two of which the page has not said yet that they are `drawn`. */
  update: {
    readonly samples: SampleColumns | null;
    readonly epochs: readonly EpochMetrics[];
    readonly findings: readonly PlacedFinding[] | null;
    readonly texts?: readonly WrittenText[];
    readonly progress: Progress | null;
    readonly state: RunSnapshot['state'];
    readonly run: RunRecord | null;
    readonly histograms: RunSnapshot['histograms'] | null;
  };
  /** A layer is to be shown, whether the panel follows the cursor or not. */
  layer: { readonly layer: string };
  /** The cursor stands on a layer of the spec. */
  cursor: { readonly layer: string };
}

/** Panel → host, without an answer. */
export interface RunPanelNews {
  /** A snapshot or an update is on the screen: more may come. */
  drawn: null;
}

/** Panel → host. */
export interface RunPanelCalls extends WeightsCalls, ResultsCalls {
  /**
   * The run, null where it was sent ahead of this answer as a `snapshot` (asked once more, it comes again), and the
   * layer that is to be chosen; null leaves what was chosen.
   */
  ready: { args: null; reply: { readonly run: RunSnapshot | null; readonly layer: string | null } };
  pause: { args: null; reply: null };
  continue: { args: null; reply: null };
  stop: { args: null; reply: null };
  resume: { args: null; reply: null };
  trainAgain: { args: null; reply: null };
  /** Opens the panel that explains the run's predictions. */
  explain: { args: null; reply: null };
  /** Shows the spec with the cursor on what stands at this path. */
  reveal: { args: { readonly path: readonly (string | number)[] }; reply: null };
  applyFix: {
    args: { readonly code: string; readonly layer: string | null; readonly fix: number };
    reply: null;
  };
  /** Applies a fix, trains again and compares both runs. */
  fixAndTrain: {
    args: { readonly code: string; readonly layer: string | null; readonly fix: number };
    reply: null;
  };
  /** Opens the data file at one of the rows that the results call most wrong. */
  revealRow: { args: { readonly split: 'validation' | 'test'; readonly worst: number }; reply: null };
  saveChart: { args: SavedChart; reply: null };
  openSource: { args: { readonly url: string }; reply: null };
}
