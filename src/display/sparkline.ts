import { rebin, type EqualBins } from './rebin.js';

const blocks = '▁▂▃▄▅▆▇█';

/**
 * Counts as a row of blocks for one line of text: `▂▄▅▇█▅▂▂`. Neighbouring bins are summed into at most `width`
 * blocks; the fullest is █, and ▁ is empty alone, so that the smallest count still shows.
 */
export function sparkline(counts: ArrayLike<number>, width = 8): string {
  const columns = Math.min(width, counts.length);
  if (columns <= 0) return '';
  const sums = new Array<number>(columns).fill(0);
  for (let column = 0; column < columns; column++) {
    const from = Math.round((column * counts.length) / columns);
    const to = Math.round(((column + 1) * counts.length) / columns);
    for (let i = from; i < to; i++) sums[column]! += counts[i]!;
  }
  const top = Math.max(...sums);
  return sums.map((sum) => blocks[top > 0 ? Math.min(7, Math.ceil((sum / top) * 7)) : 0]).join('');
}

/** Values over time as blocks from the lowest (▁) to the highest (█); the mean of neighbours, gaps as spaces. */
export function sparkCurve(values: ArrayLike<number>, width = 24): string {
  const columns = Math.min(width, values.length);
  const means: number[] = [];
  for (let column = 0; column < columns; column++) {
    const from = Math.round((column * values.length) / columns);
    const to = Math.round(((column + 1) * values.length) / columns);
    let sum = 0;
    let known = 0;
    for (let i = from; i < to; i++) {
      if (!Number.isFinite(values[i]!)) continue;
      sum += values[i]!;
      known++;
    }
    means.push(known > 0 ? sum / known : NaN);
  }
  const finite = means.filter((mean) => !Number.isNaN(mean));
  const lowest = Math.min(...finite);
  const span = Math.max(...finite) - lowest;
  return means
    .map((mean) =>
      Number.isNaN(mean) ? ' ' : blocks[span > 0 ? Math.round(((mean - lowest) / span) * 7) : 0],
    )
    .join('');
}

/** Blocks cover this many standard deviations on either side of the mean. */
const coveredDeviations = 2.6;

/**
 * A histogram of equal bins as eight blocks from μ − 2.6 σ to μ + 2.6 σ, so that layers of any scale can be
 * compared by shape. Bins are shared out by how far they overlap a block; what lies further out is left out.
 */
export function sparkHistogram(
  bins: EqualBins,
  { mean, std }: { readonly mean: number; readonly std: number },
  width = 8,
): string {
  if (!(std > 0) || bins.counts.length === 0) return '';
  const reach = coveredDeviations * std;
  return sparkline(rebin(bins, mean - reach, mean + reach, width), width);
}
