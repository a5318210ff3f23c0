import { countBins, type Binning, type CountBins } from '../binning.js';
import type { Kernel } from './kernel.js';

/** Counts f32 into not too many bins by the kernel; all else goes the plain way. */
export function wasmCountBins(kernel: Kernel): CountBins {
  const { exports } = kernel;
  const mostBins = exports.mostBins.value as number;
  const edgesThere = kernel.doubles(exports.edges, mostBins + 1);
  const singles = kernel.words(exports.singles, mostBins);
  const canCount = ({ edges, bins }: Binning): boolean =>
    bins <= mostBins && Math.fround(edges[0]!) === edges[0];

  return (values, binning, counts) => {
    if (!(values instanceof Float32Array) || !canCount(binning)) return countBins(values, binning, counts);
    const { edges, bins } = binning;
    const [min, max] = [edges[0]!, edges[bins]!];
    edgesThere.set(edges);
    singles.fill(0);
    const rest = kernel.forEachPart(values, (count) =>
      exports.countBins(count, bins, min, bins / (max - min)),
    );
    exports.splitPairs(bins);
    for (let i = 0; i < bins; i++) counts[i]! += singles[i]!;
    countBins(values.subarray(rest), binning, counts);
  };
}
