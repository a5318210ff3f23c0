import type { Values } from '../tensor/values.js';
import { makeBinning } from './binning.js';
import { plainPasses, type Passes } from './passes.js';

export interface Histogram {
  /** One more than there are bins, rising. */
  readonly edges: readonly number[];
  readonly counts: readonly number[];
}

/**
 * The finite values in equal bins from the smallest to the largest, the last bin closed on both sides. Where all
 * are the same, one bin from it to itself holds all; where there are none, there is no bin.
 */
export function computeHistogram(values: Values, bins: number, passes: Passes = plainPasses): Histogram {
  const { finite, min, max } = passes.summarize(values, 0);
  if (finite === 0) return { edges: [], counts: [] };
  if (min === max) return { edges: [min, max], counts: [finite] };
  const binning = makeBinning(min, max, bins);
  const counts = new Float64Array(bins);
  passes.countBins(values, binning, counts);
  return { edges: [...binning.edges], counts: [...counts] };
}
