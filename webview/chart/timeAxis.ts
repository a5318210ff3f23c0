import { formatCount, formatShort } from '../../src/display/numbers.js';
import type { Axis } from './plane.js';
import type { TimeWindow } from './timeWindow.js';
import { decadeTicks, formatPower, linearTicks } from './ticks.js';

/** Epochs, all or some, with room for the names at the ends of lines. */
export function epochAxis({ from, to }: TimeWindow, room: number): Axis {
  return {
    min: from,
    max: to,
    room,
    ticks: (length) => {
      // About 7 px a digit, and as much again between two numbers.
      const width = Math.max(48, 14 * formatCount(Math.ceil(to)).length);
      return linearTicks(from, to, Math.min(5, length / width), to - from > 2);
    },
    format: (value) => (Number.isInteger(value) ? formatCount(value) : formatShort(value)),
  };
}

/** A vertical axis of values. */
export function valueAxis(range: { readonly min: number; readonly max: number }, format = formatShort): Axis {
  return {
    ...range,
    grid: true,
    ticks: (length) => linearTicks(range.min, range.max, Math.max(2, Math.min(5, length / 28))),
    format,
  };
}

/** A vertical axis of decades. */
export function decadeAxis(range: { readonly min: number; readonly max: number }): Axis {
  return {
    ...range,
    log: true,
    grid: true,
    ticks: (length) => decadeTicks(range.min, range.max, Math.max(2, Math.min(5, length / 36))),
    format: (value) =>
      Number.isInteger(Number(Math.log10(value).toFixed(6))) ? formatPower(value) : formatShort(value),
  };
}
