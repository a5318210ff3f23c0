import type { ModelCalls, ModelListing, ModelTensorKey } from './models.js';
import type { SavedChart } from './savedChart.js';

/** All the weights editor needs to draw itself anew. */
export interface ModelSnapshot {
  /** The address that the editor is remembered by. */
  readonly uri: string;
  readonly fileName: string;
  readonly listing: ModelListing;
  readonly beside: BesideSpec | null;
  /** Null where there are none, or they have not been looked for yet. */
  readonly series: ModelSeries | null;
}

/** The spec whose cursor the editor follows. */
export interface BesideSpec {
  readonly specName: string;
  /** What the cursor stands on, and the places of the tensors that are its; null: on no layer. */
  readonly layer: { readonly name: string; readonly tensors: readonly number[] } | null;
  /** What the file could be for the spec, in words; null where it fits nothing, or stands there already. */
  readonly offer: string | null;
}

/** One of the files. */
export interface Moment {
  readonly model: number;
  readonly time: number;
  readonly name: string;
  /** What other files beside it, with the same values, call it. */
  readonly marks: readonly ('best' | 'last')[];
}

/** Files that hold the same tensors at other moments, as of a folder of checkpoints. */
export interface ModelSeries {
  /** What their times count: `epoch`, `step`, `file`. */
  readonly word: string;
  /** In the order of time; the editor's own file, model 0, is one of them. */
  readonly moments: readonly Moment[];
}

/** Host → weights editor. */
export interface ModelPanelEvents {
  /** The file has another content now. */
  snapshot: ModelSnapshot;
  /** The cursor in the spec came to stand on something else. */
  beside: BesideSpec | null;
  /** Files of other moments were found, came, changed or went. */
  series: ModelSeries | null;
  /** It cannot be read any more. */
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
