/** One feature's part of the way from the base value to the prediction. */
export interface WaterfallStep {
  /** Null: all that are too small to stand alone. */
  readonly feature: number | null;
  /** Features that it stands for. */
  readonly features: number;
  readonly phi: number;
  readonly from: number;
  readonly to: number;
}

/** The way from the base value, the largest steps first; beyond `most` steps the smallest are one, the last. */
export function layWaterfall(phi: readonly number[], base: number, most: number): readonly WaterfallStep[] {
  const sorted = phi
    .map((_, feature) => feature)
    .sort((a, b) => Math.abs(phi[b]!) - Math.abs(phi[a]!) || a - b);
  const alone = sorted.length > most ? sorted.slice(0, most - 1) : sorted;
  const rest = sorted.slice(alone.length);
  const parts = [
    ...alone.map((feature) => ({ feature, features: 1, phi: phi[feature]! })),
    ...(rest.length > 0
      ? [{ feature: null, features: rest.length, phi: rest.reduce((sum, at) => sum + phi[at]!, 0) }]
      : []),
  ];
  let at = base;
  return parts.map((part) => {
    const from = at;
    at += part.phi;
    return { ...part, from, to: at };
  });
}
