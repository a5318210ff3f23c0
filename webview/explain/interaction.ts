import type { ExplainedRecord, FeatureValue } from '../../src/protocol/explain.js';

export interface Partner {
  readonly feature: number;
  /** In the unit of φ: the standard deviation of what the partner tells of φ among rows that are alike in the feature. */
  readonly strength: number;
}

/** Rows that count as alike: a tenth, but enough to tell something of. */
const rowsAlike = (count: number): number => Math.max(8, Math.min(50, Math.floor(count / 10)));

/**
 * The feature whose values tell most about the attribution of another one where its own value cannot: among rows that
 * are alike in `feature`, what is left of φ is explained by a straight line over a number, or the means of
 * categories. As shap's `approximate_interactions`, but in the unit of φ. Null where there are too few rows.
 */
export function findPartner(
  rows: readonly ExplainedRecord[],
  feature: number,
  features: number,
  phi: (row: ExplainedRecord) => number,
): Partner | null {
  const sorted = [...rows].sort((a, b) => compare(a.values[feature]!, b.values[feature]!));
  const size = rowsAlike(sorted.length);
  if (sorted.length < 2 * size) return null;
  let best: Partner | null = null;
  for (let other = 0; other < features; other++) {
    if (other === feature) continue;
    let explained = 0;
    for (let start = 0; start + size <= sorted.length; start += size) {
      const alike = sorted.slice(start, start + size);
      explained += explainedVariance(
        alike.map((row) => row.values[other]!),
        alike.map(phi),
      );
    }
    const strength = Math.sqrt(explained / Math.floor(sorted.length / size));
    if (strength > (best?.strength ?? 0)) best = { feature: other, strength };
  }
  return best;
}

function explainedVariance(values: readonly FeatureValue[], phi: readonly number[]): number {
  const mean = average(phi);
  if (values.every((value) => typeof value === 'number')) {
    const middle = average(values);
    const spread = average(values.map((value) => (value - middle) ** 2));
    const joint = average(values.map((value, i) => (value - middle) * (phi[i]! - mean)));
    return spread > 0 ? joint ** 2 / spread : 0;
  }
  const groups = [...new Set(values)].map((value) => phi.filter((_, at) => values[at] === value));
  return groups.reduce((sum, group) => sum + (group.length / phi.length) * (average(group) - mean) ** 2, 0);
}

const average = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

function compare(a: FeatureValue, b: FeatureValue): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return String(a) < String(b) ? -1 : 1;
}
