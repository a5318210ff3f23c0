import { countBins, type Binning, type CountBins } from '../binning.js';
import type { Kernel } from './kernel.js';

const largestFloat = 3.4028234663852886e38;

/** Counts f32 into not too many bins by the kernel, where f32 holds the width of all and of one; all else goes the plain way. */
export function wasmCountBins(kernel: Kernel): CountBins {
  const { exports } = kernel;
  const mostBins = exports.mostBins.value as number;
  const edgesThere = kernel.doubles(exports.edges, mostBins + 1);
  const singles = kernel.words(exports.singles, mostBins);
  const canCount = ({ edges, bins }: Binning, width: number): boolean =>
    bins <= mostBins &&
    Math.fround(edges[0]!) === edges[0] &&
    width <= largestFloat &&
    bins / width <= largestFloat;

  return (values, binning, counts) => {
    const { edges, bins } = binning;
    const width = edges[bins]! - edges[0]!;
    if (!(values instanceof Float32Array) || !canCount(binning, width))
      return countBins(values, binning, counts);
    edgesThere.set(edges);
    edgesThere[0] = -Infinity;
    edgesThere[bins] = Infinity;
    singles.fill(0);
    const rest = kernel.forEachPart(values, (count) =>
      exports.countBins(count, bins, edges[0]!, bins / width),
    );
    exports.splitPairs(bins);
    for (let i = 0; i < bins; i++) counts[i]! += singles[i]!;
    countBins(values.subarray(rest), binning, counts);
  };
}
