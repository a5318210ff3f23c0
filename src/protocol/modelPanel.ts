import type { ModelCalls, ModelListing } from './models.js';
import type { SavedChart } from './savedChart.js';

/** All the weights editor needs to draw itself anew. */
export interface ModelSnapshot {
  /** The address that the editor is remembered by. */
  readonly uri: string;
  readonly fileName: string;
  readonly listing: ModelListing;
}

/** Host → weights editor. */
export interface ModelPanelEvents {
  /** The file has another content now. */
  snapshot: ModelSnapshot;
  /** It cannot be read any more. */
  failure: { readonly message: string };
}

/** Weights editor → host. */
export interface ModelPanelCalls extends ModelCalls {
  ready: { args: null; reply: ModelSnapshot };
  saveChart: { args: SavedChart; reply: null };
}
