import type { Spectrum, TensorSummary, Tile, TileRequest } from './tensorView.js';

/** A tensor of a run at one moment. Epoch 0 is where training began. */
export interface TensorKey {
  readonly parameter: string;
  readonly epoch: number;
  /** The weights, or how they differ from epoch 0 (else from the first checkpoint). */
  readonly quantity: 'weights' | 'change';
}

/** Which moments of a run's weights can be seen. */
export interface Checkpoints {
  /** Rising; 0 where the weights that training began with can be made again. */
  readonly epochs: readonly number[];
  readonly best: number | null;
}

/** How a parameter's values, or its gradient's, were distributed over time, in bins that all moments share. */
export interface History {
  /** The end of each epoch that was measured, rising. */
  readonly epochs: readonly number[];
  /** Bins reach from −span to +span. */
  readonly span: number;
  readonly bins: number;
  /** `epochs.length · bins` */
  readonly counts: Float32Array;
  readonly means: Float64Array;
  readonly stds: Float64Array;
}

export interface HistoryRequest {
  readonly parameter: string;
  readonly quantity: 'weights' | 'gradients' | 'change';
}

/** What a panel may ask of the weights of its run. */
export interface WeightsCalls {
  checkpoints: { args: null; reply: Checkpoints };
  tensorSummary: { args: TensorKey; reply: TensorSummary };
  tensorTile: { args: TensorKey & TileRequest; reply: Tile };
  tensorSpectrum: { args: TensorKey; reply: Spectrum | null };
  history: { args: HistoryRequest; reply: History };
}
