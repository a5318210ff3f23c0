import type { LayerTrack, Place, Quantity } from './layers.js';

/** As many marks by depth as can be told apart. */
export const mostMarks = 40;

/** What a mark by depth shows: where a layer, or the middle one of several, stands, and how far they reach. */
export interface Mark {
  readonly now: number;
  readonly spread: { readonly low: number; readonly high: number } | null;
  readonly place: Place;
}

/** Layers from (included) to (not included) that share a mark: each its own up to `mostMarks`, then bins of one size. */
export function binByDepth(count: number): (readonly [from: number, to: number])[] {
  const size = Math.max(1, Math.ceil(count / mostMarks));
  return Array.from({ length: Math.ceil(count / size) }, (_, bin) => [
    bin * size,
    Math.min(count, (bin + 1) * size),
  ]);
}

/** One layer with its last samples; of several the median and their range, flagged where any of them is. */
export function summarize(layers: readonly LayerTrack[], places: readonly Place[], quantity: Quantity): Mark {
  const [first] = layers;
  if (layers.length === 1) {
    return { now: first![quantity].now, spread: first![quantity].spread(), place: places[0]! };
  }
  const values = layers.map((layer) => layer[quantity].now).filter((value) => value > 0 && value < Infinity);
  values.sort((a, b) => a - b);
  const order: readonly Place[] = ['above', 'below', 'inside', 'unknown'];
  return {
    now: values[values.length >> 1] ?? NaN,
    spread: values.length > 0 ? { low: values[0]!, high: values.at(-1)! } : null,
    place: order.find((place) => places.includes(place)) ?? 'unknown',
  };
}
