import { countBins, type CountBins } from '../binning.js';
import type { Kernel } from './kernel.js';

const largestFloat = 3.4028234663852886e38;
/** Edges of f64 are rounded themselves: where a bin is not this many times as wide as that, they lie elsewhere than the kernel thinks. */
const roundings = 2 ** 20;

/** Counts into not too many bins by the kernel, where the type of the values holds the width of all and of one; all else goes the plain way. */
export function wasmCountBins(kernel: Kernel): CountBins {
  const { exports } = kernel;
  const mostBins = exports.mostBins.value as number;
  const edgesThere = kernel.doublesAt(exports.edges, mostBins + 1);
  const singles = kernel.wordsAt(exports.singles, mostBins);
  const canCountSingles = (first: number, width: number, bins: number): boolean =>
    Math.fround(first) === first && width <= largestFloat && bins / width <= largestFloat;
  const canCountDoubles = (first: number, width: number, bins: number): boolean => {
    const rounding = (Math.abs(first) + width) * Number.EPSILON;
    return width < Infinity && bins / width < Infinity && width / bins >= roundings * rounding;
  };

  return (values, binning, counts) => {
    const { edges, bins } = binning;
    const first = edges[0]!;
    const width = edges[bins]! - first;
    const [canCount, count] =
      values instanceof Float32Array
        ? [canCountSingles, exports.countBins]
        : [canCountDoubles, exports.countBinsOfDoubles];
    if (bins > mostBins || !canCount(first, width, bins)) return countBins(values, binning, counts);
    edgesThere.set(edges);
    edgesThere[0] = -Infinity;
    edgesThere[bins] = Infinity;
    singles.fill(0);
    const rest = kernel.forEachPart(values, (from, length) => count(from, length, bins, first, bins / width));
    exports.splitPairs(bins);
    for (let i = 0; i < bins; i++) counts[i]! += singles[i]!;
    countBins(values.subarray(rest), binning, counts);
  };
}
