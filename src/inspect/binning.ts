import type { Values } from '../tensor/values.js';

/** Equal bins between two different finite numbers, the last one closed on both sides. */
export interface Binning {
  /** One more than there are bins, as `numpy.linspace` places them. */
  readonly edges: Float64Array;
  readonly bins: number;
}

export function makeBinning(min: number, max: number, bins: number): Binning {
  const edges = new Float64Array(bins + 1);
  const step = (max - min) / bins;
  // From −1.7e308 to 1.7e308 the whole width is beyond a double: then both ends are weighed.
  for (let i = 0; i < bins; i++) {
    edges[i] = Number.isFinite(step) ? min + i * step : min * (1 - i / bins) + max * (i / bins);
  }
  edges[bins] = max;
  return { edges, bins };
}

/** Adds the finite values to `counts`; they must lie between the first and the last edge. */
export type CountBins = (values: Values, binning: Binning, counts: Float64Array) => void;

/** The bin of a value by its distance, set right where rounding has put it beside the edge that it stands on. */
export function countBins(values: Values, { edges, bins }: Binning, counts: Float64Array): void {
  const min = edges[0]!;
  // Halved first, for the same reason as above.
  const scale = bins / (edges[bins]! / 2 - min / 2);
  // A width so small that its inverse overflows.
  if (!Number.isFinite(scale)) return searchBins(values, edges, counts);
  const half = min / 2;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (value - value !== 0) continue;
    let bin = Math.min(Math.floor((value / 2 - half) * scale), bins - 1);
    if (value < edges[bin]!) bin--;
    else if (bin < bins - 1 && value >= edges[bin + 1]!) bin++;
    counts[bin]!++;
  }
}

/** By halving. */
function searchBins(values: Values, edges: Float64Array, counts: Float64Array): void {
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (value - value !== 0) continue;
    let low = 0;
    let high = edges.length - 2;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (value >= edges[middle]!) low = middle;
      else high = middle - 1;
    }
    counts[low]!++;
  }
}
