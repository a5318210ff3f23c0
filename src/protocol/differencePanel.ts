import type { ModelCalls, ModelListing } from './models.js';
import type { SavedChart } from './savedChart.js';

/** A tensor of two models, by its places in them. */
export interface TensorPair {
  /** Its name in the first model, else in the second. */
  readonly name: string;
  /** Its name in the second where that is another one. */
  readonly other: string | null;
  readonly before: number | null;
  readonly after: number | null;
}

/** All the comparison needs to draw itself anew. Model 0 is what was before, model 1 what is after. */
export interface DifferenceSnapshot {
  /** What people call the two. */
  readonly labels: readonly [before: string, after: string];
  readonly listings: readonly [before: ModelListing, after: ModelListing];
  /** In the order of the first; what is in the second alone stands at the end. */
  readonly pairs: readonly TensorPair[];
  /** What the panel remembers, so that it comes back after the window was reloaded. */
  readonly addresses: readonly [before: string, after: string];
}

/** Host → comparison. */
export interface DifferencePanelEvents {
  snapshot: DifferenceSnapshot;
}

/** Comparison → host. */
export interface DifferencePanelCalls extends ModelCalls {
  ready: { args: null; reply: DifferenceSnapshot };
  /** What was before comes after. */
  swap: { args: null; reply: null };
  saveChart: { args: SavedChart; reply: null };
}
