import type { ExplainedRecord } from '../../src/protocol/explain.js';

/** What the features did to one output over some rows. */
export interface Summary {
  readonly rows: readonly ExplainedRecord[];
  readonly output: number;
  /** Mean and largest |φ| of each feature. */
  readonly mean: Float64Array;
  readonly largest: Float64Array;
  /** Places of the features, the most important first. */
  readonly order: readonly number[];
  /** The largest |φ| of all. */
  readonly limit: number;
  readonly phi: (row: ExplainedRecord, feature: number) => number;
}

export function summarize(
  rows: readonly ExplainedRecord[],
  features: number,
  outputs: number,
  output: number,
): Summary {
  const mean = new Float64Array(features);
  const largest = new Float64Array(features);
  for (const { phi } of rows) {
    for (let feature = 0; feature < features; feature++) {
      const size = Math.abs(phi[feature * outputs + output]!);
      mean[feature]! += size / rows.length;
      largest[feature] = Math.max(largest[feature]!, size);
    }
  }
  const order = Array.from(mean.keys()).sort((a, b) => mean[b]! - mean[a]! || a - b);
  return {
    rows,
    output,
    mean,
    largest,
    order,
    limit: largest.reduce((most, size) => Math.max(most, size), 0),
    phi: ({ phi }, feature) => phi[feature * outputs + output]!,
  };
}
