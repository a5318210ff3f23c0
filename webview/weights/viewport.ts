import type { Region } from '../../src/protocol/tensorView.js';

/** How many cells there are in all. */
export interface Extent {
  readonly rows: number;
  readonly cols: number;
}

/** Closer than this many cells nothing more is to be seen. */
const fewest = 4;

export const fit = ({ rows, cols }: Extent): Region => ({ row: 0, col: 0, rows, cols });

export const isWhole = (region: Region, { rows, cols }: Extent): boolean =>
  region.rows === rows && region.cols === cols;

/** Comes closer by `factor` (below 1: goes back); the cell at `row`, `col` stays under the pointer. */
export function zoom(region: Region, extent: Extent, factor: number, row: number, col: number): Region {
  const scale = (from: number, size: number, all: number, at: number): [number, number] => {
    const wanted = size / factor;
    // At least one cell more or less, so that each key shows an effect.
    const whole =
      factor > 1 ? Math.min(size - 1, Math.round(wanted)) : Math.max(size + 1, Math.round(wanted));
    const next = clamp(whole, Math.min(fewest, all), all);
    return [clamp(Math.round(at - ((at - from) * next) / size), 0, all - next), next];
  };
  const [top, rows] = scale(region.row, region.rows, extent.rows, row);
  const [left, cols] = scale(region.col, region.cols, extent.cols, col);
  return { row: top, col: left, rows, cols };
}

/** Moves over the matrix by whole cells, as far as it reaches. */
export function pan(region: Region, extent: Extent, rows: number, cols: number): Region {
  return {
    ...region,
    row: clamp(region.row + Math.round(rows), 0, extent.rows - region.rows),
    col: clamp(region.col + Math.round(cols), 0, extent.cols - region.cols),
  };
}

/** Moves only as far as needed to show a cell. */
export function reveal(region: Region, extent: Extent, row: number, col: number): Region {
  const shift = (from: number, size: number, at: number): number =>
    at < from ? at - from : Math.max(0, at - (from + size - 1));
  return pan(region, extent, shift(region.row, region.rows, row), shift(region.col, region.cols, col));
}

const clamp = (value: number, least: number, most: number): number => Math.min(most, Math.max(least, value));
