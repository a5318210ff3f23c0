import type { TensorLayout, TensorView, Tile } from '../../src/protocol/tensorView.js';
import type { Colors } from '../theme/colors.js';

/** A way to look at a tensor's values. It draws in the parent that it was made with, and draws again by itself. */
export interface Picture {
  /** What is shown now. */
  readonly tile: Tile | null;
  /** Shows a tensor; null shows nothing. */
  show(view: TensorView | null, layout: TensorLayout): void;
  /** Marks value number `index` of the tensor, in row-major order, and brings it into sight. */
  point(index: number): void;
  /** Draws with the next frame. */
  invalidate(): void;
  dispose(): void;
}

export interface PictureOptions {
  readonly colors: () => Colors;
  /** What the pointer or the keys stand on, or nothing. */
  readonly onRead: (words: readonly Node[] | null) => void;
  /** A new part or new values are shown. */
  readonly onTile: (tile: Tile) => void;
  readonly onFailure: (error: unknown) => void;
}
