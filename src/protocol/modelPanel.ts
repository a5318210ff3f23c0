import type { ModelCalls, ModelListing, ModelTensorKey } from './models.js';
import type { SavedChart } from './savedChart.js';

/** All the weights editor needs to draw itself anew. */
export interface ModelSnapshot {
  /** The address that the editor is remembered by. */
  readonly uri: string;
  readonly fileName: string;
  readonly listing: ModelListing;
  readonly beside: BesideSpec | null;
}

/** The spec whose cursor the editor follows. */
export interface BesideSpec {
  readonly specName: string;
  /** What the cursor stands on, and the places of the tensors that are its; null: on no layer. */
  readonly layer: { readonly name: string; readonly tensors: readonly number[] } | null;
  /** What the file could be for the spec, in words; null where it fits nothing, or stands there already. */
  readonly offer: string | null;
}

/** Host → weights editor. */
export interface ModelPanelEvents {
  /** The file has another content now. */
  snapshot: ModelSnapshot;
  /** It cannot be read any more. */
  /** The cursor in the spec came to stand on something else. */
  beside: BesideSpec | null;
  failure: { readonly message: string };
}

/** Weights editor → host. */
export interface ModelPanelCalls extends ModelCalls {
  ready: { args: null; reply: ModelSnapshot };
  /** Writes the file into the spec as `pretrained`, with the renames that fit. */
  usePretrained: { args: null; reply: null };
  /** Lets the user save all values of a tensor, or of a slice. */
  saveValues: { args: ModelTensorKey; reply: null };
  /** Opens the paper or guide that a finding rests on. */
  openSource: { args: { readonly url: string }; reply: null };
  saveChart: { args: SavedChart; reply: null };
}
