import type { Curve } from './decimate.js';

/** A stretch of an axis of time, in the unit of x. */
export interface TimeWindow {
  readonly from: number;
  readonly to: number;
}

/** Nothing narrower than this share of the whole is shown. */
const narrowest = 1 / 500;

/** The window moved and widened into 0 … `end`; null where it shows all of it. */
export function fitWindow({ from, to }: TimeWindow, end: number): TimeWindow | null {
  const width = Math.max(to - from, end * narrowest);
  if (!(width < end)) return null;
  const left = Math.min(Math.max(0, (from + to - width) / 2), end - width);
  return { from: left, to: left + width };
}

/** `factor` times as wide, with `around` in the place where it was. */
export function zoomWindow({ from, to }: TimeWindow, factor: number, around: number): TimeWindow {
  return { from: around - (around - from) * factor, to: around + (to - around) * factor };
}

/** Moved by a share of its width, and no further than to an end. */
export function panWindow({ from, to }: TimeWindow, share: number, end: number): TimeWindow {
  const by = Math.min(Math.max(share * (to - from), -from), end - to);
  return { from: from + by, to: to + by };
}

/** Indices of the points of rising x in the window, the last not included. */
export function indicesWithin(x: Curve['x'], { from, to }: TimeWindow): readonly [number, number] {
  const end = x.countBelow(to);
  return [x.countBelow(from), x.at(end) === to ? end + 1 : end];
}

/** The values of a curve in the window; all of them without one. */
export function valuesWithin(curve: Curve, window: TimeWindow | null): ArrayLike<number> {
  return window ? curve.y.view().subarray(...indicesWithin(curve.x, window)) : curve.y.view();
}

/** Takes a stored window where it is sound. */
export function readWindow(stored: unknown): TimeWindow | null {
  const { from, to } = (typeof stored === 'object' && stored !== null ? stored : {}) as Record<
    string,
    unknown
  >;
  return typeof from === 'number' && typeof to === 'number' && from >= 0 && from < to ? { from, to } : null;
}
