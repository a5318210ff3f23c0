import type { GrowingArray } from './growingArray.js';

/** Ends of an axis. */
export interface Range {
  readonly min: number;
  readonly max: number;
}

const cover = (range: Range | null, value: number): Range =>
  range ? { min: Math.min(range.min, value), max: Math.max(range.max, value) } : { min: value, max: value };

/** The least range that holds every finite value; with `positive`, every one above zero. Null when there is none. */
export function extent(
  values: ArrayLike<number>,
  start: Range | null = null,
  positive = false,
): Range | null {
  let range = start;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (Number.isFinite(value) && (!positive || value > 0)) range = cover(range, value);
  }
  return range;
}

export function union(a: Range | null, b: Range | null): Range | null {
  if (!a || !b) return a ?? b;
  return { min: Math.min(a.min, b.min), max: Math.max(a.max, b.max) };
}

/** The round step (1, 2, 2.5 or 5 times a power of ten) at or above `span / parts`. */
export function niceStep(span: number, parts: number): number {
  const raw = span / parts;
  const power = 10 ** Math.floor(Math.log10(raw));
  const factor = [1, 2, 2.5, 5, 10].find((candidate) => candidate * power >= raw * (1 - 1e-9)) ?? 10;
  return factor * power;
}

/** Ends of a log axis around the range: a whole decade below, 1, 2, 3 or 5 times a decade above. */
export function logRange({ min, max }: Range): Range {
  const low = 10 ** Math.floor(Math.log10(min) + 1e-9);
  const decade = 10 ** Math.floor(Math.log10(max) + 1e-9);
  const factor = [1, 2, 3, 5, 10].find((candidate) => candidate * decade >= max * (1 - 1e-9)) ?? 10;
  return { min: low, max: Math.max(factor * decade, 2 * low) };
}

/** Round ends around the range; from zero as soon as that costs less than half of the axis. */
export function linearRange({ min, max }: Range): Range {
  const low = min > 0 && min < max * 0.6 ? 0 : min;
  const high = max < 0 && max > min * 0.6 ? 0 : max;
  if (low === high) {
    const around = Math.abs(low) * 0.1 || 1;
    return linearRange({ min: low - around, max: high + around });
  }
  const step = niceStep(high - low, 3);
  return { min: Math.floor(low / step + 1e-9) * step, max: Math.ceil(high / step - 1e-9) * step };
}

/** An axis that grows and never shrinks, so that a live plot does not jump to and fro. */
export class GrowingRange {
  #seen: Range | null = null;
  #axis: Range | null = null;

  /** Takes in what must be visible; returns the axis, the same until something new is seen, rounded by `round`. */
  include(range: Range | null, round: (range: Range) => Range): Range | null {
    const seen = this.#seen;
    if (!range || (seen && seen.min <= range.min && range.max <= seen.max)) return this.#axis;
    this.#seen = union(seen, range)!;
    return (this.#axis = union(this.#axis, round(this.#seen)));
  }
}

/** The extent of values that grow: what was looked at is not looked at again. */
export class GrowingExtent {
  #done = 0;
  #all: Range | null = null;
  #positive: Range | null = null;

  constructor(readonly values: GrowingArray) {}

  /** As `extent` has it. */
  read(positive: boolean): Range | null {
    const added = this.values.view().subarray(this.#done);
    this.#all = extent(added, this.#all);
    this.#positive = extent(added, this.#positive, true);
    this.#done = this.values.length;
    return positive ? this.#positive : this.#all;
  }
}
