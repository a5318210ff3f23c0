import type { ExplainedRecord, FeatureValue } from '../../src/protocol/explain.js';

/** How the values of a feature lie: numbers over a range, or categories. */
export type FeatureScale =
  | {
      readonly kind: 'numbers';
      readonly min: number;
      readonly max: number;
      share(value: FeatureValue): number;
    }
  | {
      readonly kind: 'categories';
      readonly categories: readonly string[];
      place(value: FeatureValue): number;
    };

/** Outliers do not decide the colours: beyond these shares of the rows the scale ends. */
const [lowShare, highShare] = [0.05, 0.95];

export function scaleOf(rows: readonly ExplainedRecord[], feature: number): FeatureScale {
  const numbers = new Float64Array(rows.length);
  const categories = new Set<string>();
  rows.forEach(({ values }, at) => {
    const value = values[feature]!;
    if (typeof value === 'number') numbers[at] = value;
    else categories.add(nameOf(value));
  });
  if (categories.size > 0) {
    const sorted = [...categories].sort();
    return { kind: 'categories', categories: sorted, place: (value) => sorted.indexOf(nameOf(value)) };
  }
  numbers.sort();
  const at = (share: number): number => numbers[Math.round(share * (numbers.length - 1))] ?? 0;
  let [min, max] = [at(lowShare), at(highShare)];
  if (min === max) [min, max] = [at(0), at(1)];
  const share = (value: FeatureValue): number =>
    max > min ? Math.min(1, Math.max(0, (Number(value) - min) / (max - min))) : 0.5;
  return { kind: 'numbers', min, max, share };
}

/** A category that training has not seen has no name. */
const nameOf = (value: FeatureValue): string => (value === null ? 'unseen' : String(value));

/** A feature's value in words. */
export const showValue = (value: FeatureValue): string =>
  typeof value === 'number' ? String(Number(value.toPrecision(5))).replace('-', '−') : nameOf(value);
