import type { Series } from './metrics.js';

/**
 * Thins a series to about `columns` columns of equal width in steps, keeping of each its lowest and its highest
 * value in their order, so that no peak is lost; what is not finite is kept too, once a column. A series that
 * already fits comes back as it is.
 */
export function decimate(series: Series, columns: number): Series {
  const { steps, values } = series;
  const length = steps.length;
  if (length <= 2 * columns || columns < 1) return series;
  const first = steps[0]!;
  const width = (steps[length - 1]! - first) / columns;
  const picked: number[] = [];
  let start = 0;
  for (let column = 0; column < columns; column++) {
    const until = column === columns - 1 ? Infinity : first + (column + 1) * width;
    let end = start;
    let lowest = -1;
    let highest = -1;
    let broken = -1;
    while (end < length && steps[end]! < until) {
      const value = values[end]!;
      if (!Number.isFinite(value)) broken = end;
      else {
        if (lowest < 0 || value < values[lowest]!) lowest = end;
        if (highest < 0 || value > values[highest]!) highest = end;
      }
      end++;
    }
    const chosen = new Set([lowest, highest, broken].filter((index) => index >= 0));
    if (start === 0 && end > 0) chosen.add(0);
    if (end === length && end > start) chosen.add(length - 1);
    picked.push(...[...chosen].sort((a, b) => a - b));
    start = end;
  }
  return {
    steps: Float64Array.from(picked, (index) => steps[index]!),
    values: Float64Array.from(picked, (index) => values[index]!),
  };
}
