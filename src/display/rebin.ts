/** Values in equal bins from `minimum` to `maximum`. */
export interface EqualBins {
  readonly minimum: number;
  readonly maximum: number;
  readonly counts: ArrayLike<number>;
}

/**
 * Counts of other equal bins, `columns` from `from` to `to`: each old bin is shared out by how far it overlaps a new
 * one. What lies outside is left out; bins of no width count where they lie.
 */
export function rebin(
  { minimum, maximum, counts }: EqualBins,
  from: number,
  to: number,
  columns: number,
): number[] {
  const column = (to - from) / columns;
  const bin = (maximum - minimum) / counts.length;
  const sums = new Array<number>(columns).fill(0);
  if (!(bin > 0)) {
    const at = minimum === to ? columns - 1 : Math.floor((minimum - from) / column);
    if (at >= 0 && at < columns) sums[at] = Array.from(counts).reduce((sum, count) => sum + count, 0);
    return sums;
  }
  for (let i = 0; i < columns; i++) {
    const left = from + i * column;
    const first = Math.max(0, Math.floor((left - minimum) / bin));
    const last = Math.min(counts.length - 1, Math.floor((left + column - minimum) / bin));
    for (let j = first; j <= last; j++) {
      const start = minimum + j * bin;
      const overlap = Math.min(left + column, start + bin) - Math.max(left, start);
      if (overlap > 0) sums[i]! += (counts[j]! * overlap) / bin;
    }
  }
  return sums;
}
