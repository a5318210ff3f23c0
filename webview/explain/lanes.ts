import type { Axis } from '../chart/plane.js';

/** Lanes lie at y = 0, −1, −2 …, the first at the top. */
export const laneOf = (index: number): number => -index;

/** Height of a plot with so many lanes, in px. */
export const lanesHeight = (lanes: number, laneHeight: number): number =>
  30 + Math.max(3, lanes) * laneHeight;

/** The axis of lanes with their names, or without. */
export function lanesAxis(names: readonly string[], isNamed = true): Axis {
  return {
    min: -(names.length - 0.5),
    max: 0.5,
    grid: true,
    ticks: () => names.map((_, index) => laneOf(names.length - 1 - index)),
    format: (value) => (isNamed ? (names[Math.round(-value)] ?? '') : ''),
  };
}

/** A name that leaves room for what stands beside it. */
export const shortenName = (name: string, most = 22): string =>
  name.length > most ? `${name.slice(0, most - 1)}…` : name;
