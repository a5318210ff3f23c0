/** Bins over the whole axis: dots of one bin are piled up. */
const bins = 190;
/** How far a pile reaches, in lanes, and the most between two dots. */
const reach = 0.37;
const widestStep = 0.06;

/** For each value its distance from the middle of its lane, in lanes: dots that lie close are piled up evenly. */
export function pileUp(values: readonly number[], limit: number): Float64Array {
  const binOf = (value: number): number => Math.round((value / (limit || 1)) * (bins / 2));
  const sizes = new Map<number, number>();
  for (const value of values) sizes.set(binOf(value), (sizes.get(binOf(value)) ?? 0) + 1);
  const tallest = Math.max(1, ...sizes.values());
  const step = Math.min(widestStep, (2 * reach) / tallest);
  const placed = new Map<number, number>();
  return Float64Array.from(values, (value) => {
    const bin = binOf(value);
    const before = placed.get(bin) ?? 0;
    placed.set(bin, before + 1);
    return (before % 2 === 0 ? -1 : 1) * Math.ceil(before / 2) * step;
  });
}
