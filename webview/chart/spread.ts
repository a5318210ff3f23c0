/** Height of a line of labels, in px. */
export const lineHeight = 13;

/** Pushes labels apart until each has its line, and keeps them between `top` and `bottom`. Sorted by y. */
export function spreadLabels(wanted: readonly number[], top: number, bottom: number): number[] {
  const places = wanted.map((y) => Math.min(bottom, Math.max(top, y)));
  for (let round = 0; round < 8; round++) {
    for (let i = 1; i < places.length; i++) {
      const overlap = lineHeight - (places[i]! - places[i - 1]!);
      if (overlap <= 0) continue;
      places[i]! += overlap / 2;
      places[i - 1]! -= overlap / 2;
    }
  }
  for (let i = places.length - 1, limit = bottom; i >= 0; i--, limit -= lineHeight) {
    places[i] = limit = Math.min(places[i]!, limit);
  }
  for (let i = 0, limit = top; i < places.length; i++, limit += lineHeight) {
    places[i] = limit = Math.max(places[i]!, limit);
  }
  return places;
}
