export interface Histogram {
  /** One more than there are bins, rising. */
  readonly edges: readonly number[];
  readonly counts: readonly number[];
}

/**
 * The finite values in equal bins from the smallest to the largest, the last bin closed on both sides. Where all
 * are the same, one bin from it to itself holds all; where there are none, there is no bin.
 */
export function computeHistogram(values: Float32Array | Float64Array, bins: number): Histogram {
  let min = Infinity;
  let max = -Infinity;
  let finite = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (!Number.isFinite(value)) continue;
    finite++;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  if (finite === 0) return { edges: [], counts: [] };
  if (min === max) return { edges: [min, max], counts: [finite] };

  const edges = Array.from({ length: bins + 1 }, (_, i) => min * (1 - i / bins) + max * (i / bins));
  // Halved first: from −1.7e308 to 1.7e308 the whole width is beyond a double.
  const half = max / 2 - min / 2;
  const counts = new Array<number>(bins).fill(0);
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (!Number.isFinite(value)) continue;
    let bin = Math.min(Math.floor(((value / 2 - min / 2) / half) * bins), bins - 1);
    // Rounding may have put it beside the edge it stands on.
    if (value < edges[bin]!) bin--;
    else if (bin < bins - 1 && value >= edges[bin + 1]!) bin++;
    counts[bin]!++;
  }
  return { edges, counts };
}
