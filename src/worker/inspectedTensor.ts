import { computeHistogram } from '../inspect/histogram.js';
import { layoutOf, type TensorLayout } from '../inspect/layout.js';
import { plainPasses, type Passes } from '../inspect/passes.js';
import { magnitudeQuantiles, quantiles } from '../inspect/quantiles.js';
import { computeSides, type Sides } from '../inspect/sides.js';
import { describeSpectrum, longestSpectrum, singularValues } from '../inspect/spectrum.js';
import { computeStandardizedMoments } from '../inspect/standardizedMoments.js';
import { describeSummary } from '../inspect/statistics.js';
import { poolSides, poolTile } from '../inspect/tile.js';
import type { Spectrum, TensorSummary, Tile, TileRequest } from '../protocol/tensorView.js';

export const quantileShares = [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99];
/** Bins follow the number of values: a bias of ten has no shape to show in 64. */
export const binsFor = (count: number): number => (count > 2000 ? 64 : count > 200 ? 32 : 16);
/** The limit of a tensor of zeros: any will do that is not 0. */
const tiny = 1e-30;
/** Multiplications for a spectrum that somebody waits for. */
const mostSpectrumWork = 2e9;

/** Whether it is a matrix whose singular values can be waited for. */
export function hasSpectrum({ kind, rows, cols }: TensorLayout): boolean {
  const [shorter, longer] = [Math.min(rows, cols), Math.max(rows, cols)];
  return kind !== 'vector' && shorter <= longestSpectrum && shorter ** 2 * longer <= mostSpectrumWork;
}

/** A tensor held in memory, and what was found out about it. */
export class InspectedTensor {
  readonly layout: TensorLayout;
  #sides: Sides | null = null;
  #summary: TensorSummary | null = null;
  #spectrum: Spectrum | null | undefined;
  readonly #limits = new Map<number, { readonly limit: number; readonly beyond: number }>();

  constructor(
    readonly shape: readonly number[],
    readonly values: Float32Array,
    readonly passes: Passes = plainPasses,
  ) {
    this.layout = layoutOf(shape);
  }

  summarize(): TensorSummary {
    const { shape, layout, values, passes } = this;
    return (this.#summary ??= (() => {
      const moments = describeSummary(passes.summarize(values, 0));
      const { edges, counts } = computeHistogram(values, binsFor(values.length), passes);
      return {
        shape,
        dtype: 'float32',
        layout,
        moments: {
          ...moments,
          ...computeStandardizedMoments(values, moments.mean, moments.std, passes.sumPowers),
        },
        quantiles: quantiles(values, quantileShares),
        histogram: { edges: Float64Array.from(edges), counts: Float64Array.from(counts) },
      };
    })());
  }

  /** Throws a RangeError where the region is not within the matrix. */
  tile({ region, resolution, clip }: TileRequest): Tile {
    const { rows, cols } = this.layout;
    const isInside =
      [region.row, region.col, region.rows, region.cols].every((n) => Number.isInteger(n) && n >= 0) &&
      region.row + region.rows <= rows &&
      region.col + region.cols <= cols;
    if (!isInside) throw new RangeError(`The region is not within ${rows}×${cols} values.`);
    const tile = poolTile(this.values, cols, region, resolution, this.passes.raise);
    const values = tile.finish();
    this.#sides ??= computeSides(this.values, rows, cols, this.passes.addRows);
    return {
      region,
      rows: tile.rows,
      cols: tile.cols,
      values,
      pooled: tile.isPooled,
      ...(tile.isPooled ? this.#limitOf(values, clip) : this.#wholeLimit(clip)),
      sides: poolSides(this.#sides, region, tile),
    };
  }

  /** Null where it would take too long, or the tensor is no matrix. */
  spectrum(): Spectrum | null {
    if (this.#spectrum !== undefined) return this.#spectrum;
    const { rows, cols } = this.layout;
    const values = hasSpectrum(this.layout) ? singularValues(this.values, rows, cols) : null;
    this.#spectrum = values && { values, figures: describeSpectrum(values, Math.max(rows, cols)) };
    return this.#spectrum;
  }

  #wholeLimit(clip: number): { limit: number; beyond: number } {
    let known = this.#limits.get(clip);
    if (!known) this.#limits.set(clip, (known = this.#limitOf(this.values, clip)));
    return known;
  }

  #limitOf(shown: Float32Array, clip: number): { limit: number; beyond: number } {
    const limit = Math.max(tiny, magnitudeQuantiles(shown, [clip])[0] ?? 0);
    let beyond = 0;
    for (const value of this.values) if (Math.abs(value) > limit) beyond++;
    return { limit, beyond };
  }
}
