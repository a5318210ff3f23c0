import type { TensorLayout } from '../inspect/layout.js';
import type { Sides } from '../inspect/sides.js';
import type { StandardizedMoments } from '../inspect/standardizedMoments.js';
import type { SpectrumFigures } from '../inspect/spectrum.js';
import type { Statistics } from '../inspect/statistics.js';
import type { Region, Resolution } from '../inspect/tile.js';

export type { Region, Resolution, TensorLayout };

/** A part of a tensor, seen as a matrix, at the resolution of a screen. */
export interface Tile {
  readonly region: Region;
  readonly rows: number;
  readonly cols: number;
  /** Row by row; NaN where a value is not finite. */
  readonly values: Float32Array;
  /** Whether a cell stands for several values: then it shows the one of largest magnitude. */
  readonly pooled: boolean;
  /** The magnitude that takes the end colour: the asked share of the magnitudes shown lies within. At least tiny. */
  readonly limit: number;
  /** Of all values of the tensor, how many lie beyond `limit`; null where nobody counted them. */
  readonly beyond: number | null;
  /**
   * Of the whole rows and columns that are shown, the largest magnitude where several share a place; null where nobody
   * has read all of them.
   */
  readonly sides: Sides | null;
}

export interface TileRequest {
  readonly region: Region;
  readonly resolution: Resolution;
  /** Share of the magnitudes within the colour scale, 0.99 for the 99th percentile. */
  readonly clip: number;
}

/** What is said of all values of a tensor. */
export interface TensorSummary {
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly layout: TensorLayout;
  readonly moments: Omit<Statistics, 'histogram'> & StandardizedMoments;
  /** At 1, 5, 25, 50, 75, 95 and 99 %; null without a finite value. */
  readonly quantiles: readonly (number | null)[];
  readonly histogram: { readonly edges: Float64Array; readonly counts: Float64Array };
}

/** Singular values, falling, and what they say. */
export interface Spectrum {
  readonly values: Float64Array;
  readonly figures: SpectrumFigures | null;
}

/**
 * A tensor that can be looked at, wherever it lies: a run's checkpoint or a model file of gigabytes. The panel asks
 * for what it shows and never holds the whole.
 */
export interface TensorView {
  requestSummary(): Promise<TensorSummary>;
  requestTile(request: TileRequest): Promise<Tile>;
  /** Null where the matrix is too large, or is none. */
  requestSpectrum(): Promise<Spectrum | null>;
}
