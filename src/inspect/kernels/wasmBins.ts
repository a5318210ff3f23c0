import { countBins, type Binning, type CountBins } from '../binning.js';
import type { Kernel } from './kernel.js';

/** Counts f32 into not too many bins by the kernel; all else goes the plain way. */
export function wasmCountBins(kernel: Kernel): CountBins {
  const { exports } = kernel;
  const mostBins = exports.mostBins.value as number;
  const edgesThere = kernel.doubles(exports.edges, mostBins + 1);
  const pairs = kernel.words(exports.pairs, mostBins ** 2);
  const singles = kernel.words(exports.singles, mostBins);
  const canCount = ({ edges, bins }: Binning): boolean =>
    bins <= mostBins && Math.fround(edges[0]!) === edges[0];

  return (values, binning, counts) => {
    if (!(values instanceof Float32Array) || !canCount(binning)) return countBins(values, binning, counts);
    const { edges, bins } = binning;
    const [min, max] = [edges[0]!, edges[bins]!];
    edgesThere.set(edges);
    pairs.fill(0, 0, bins ** 2);
    singles.fill(0);
    const rest = kernel.forEachPart(values, (count) =>
      exports.countBins(count, bins, min, bins / (max - min)),
    );
    for (let i = 0; i < bins; i++) {
      counts[i]! += singles[i]!;
      for (let j = 0; j < bins; j++) {
        const both = pairs[i * bins + j]!;
        counts[i]! += both;
        counts[j]! += both;
      }
    }
    countBins(values.subarray(rest), binning, counts);
  };
}
