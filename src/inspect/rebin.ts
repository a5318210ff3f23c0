import type { Histogram } from './histogram.js';

interface Counted {
  readonly edges: ArrayLike<number>;
  readonly counts: ArrayLike<number>;
}

/** A histogram over other, equal bins from `low` to `high`: each bin's count is shared out by how much it overlaps. */
export function rebin({ edges, counts }: Counted, low: number, high: number, bins: number): Float32Array {
  const shared = new Float32Array(bins);
  const width = (high - low) / bins;
  for (let i = 0; i < counts.length; i++) {
    const [from, to] = [edges[i]!, edges[i + 1] ?? edges[i]!];
    if (!(counts[i]! > 0) || !(width > 0)) continue;
    const first = clamp(Math.floor((from - low) / width), bins);
    const last = clamp(Math.ceil((to - low) / width) - 1, bins);
    if (last <= first) {
      shared[first]! += counts[i]!;
      continue;
    }
    for (let bin = first; bin <= last; bin++) {
      const overlap = Math.min(to, low + (bin + 1) * width) - Math.max(from, low + bin * width);
      shared[bin]! += (counts[i]! * Math.max(0, overlap)) / (to - from);
    }
  }
  return shared;
}

const clamp = (bin: number, bins: number): number => Math.min(bins - 1, Math.max(0, bin));

/** Mean and standard deviation (divisor N) as far as bins tell: each value counts as its bin's middle. */
export function binnedMoments({ edges, counts }: Counted | Histogram): { mean: number; std: number } {
  let count = 0;
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < counts.length; i++) {
    const middle = (edges[i]! + (edges[i + 1] ?? edges[i]!)) / 2;
    count += counts[i]!;
    sum += counts[i]! * middle;
    squares += counts[i]! * middle * middle;
  }
  const mean = sum / count;
  return { mean, std: Math.sqrt(Math.max(0, squares / count - mean * mean)) };
}
