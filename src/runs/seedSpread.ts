import type { EpochMetrics } from './metrics.js';

/** How a figure differs between runs that differ in their seed alone. */
export interface Spread {
  readonly mean: number;
  /** Of the runs as a sample: with divisor N − 1; 0 of a single one. */
  readonly std: number;
}

/** The figures of an epoch by name: `loss`, `validationLoss` and its metrics. */
export function figuresOf({
  loss,
  validationLoss,
  metrics,
}: EpochMetrics): Readonly<Record<string, number | null>> {
  return { loss, ...(validationLoss === null ? {} : { validationLoss }), ...metrics };
}

/** Mean and spread of every figure that all of these have. */
export function measureSpread(epochs: readonly EpochMetrics[]): Record<string, Spread> {
  const rows = epochs.map(figuresOf);
  const [first = {}] = rows;
  return Object.fromEntries(
    Object.keys(first).flatMap((name) => {
      const values = rows.flatMap((row) => row[name] ?? []);
      return values.length < rows.length ? [] : [[name, spreadOf(values)]];
    }),
  );
}

function spreadOf(values: readonly number[]): Spread {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, std: values.length > 1 ? Math.sqrt(squares / (values.length - 1)) : 0 };
}

/** Curves of several runs as a band: at each epoch that all of them reached, mean and spread of every figure. */
export interface SeedBand {
  readonly runs: number;
  readonly epochs: readonly number[];
  /** By figure; as long as `epochs`. */
  readonly figures: Readonly<Record<string, readonly Spread[]>>;
  /** Of the last epochs, whichever they were. */
  readonly final: Readonly<Record<string, Spread>>;
}

/** Null of fewer than two runs with an epoch. */
export function bandOf(runs: readonly (readonly EpochMetrics[])[]): SeedBand | null {
  const trained = runs.filter((epochs) => epochs.length > 0);
  if (trained.length < 2) return null;
  const byEpoch = trained.map((epochs) => new Map(epochs.map((epoch) => [epoch.epoch, epoch])));
  const shared = trained[0]!
    .map(({ epoch }) => epoch)
    .filter((epoch) => byEpoch.every((run) => run.has(epoch)));
  const spreads = shared.map((epoch) => measureSpread(byEpoch.map((run) => run.get(epoch)!)));
  const names = Object.keys(spreads[0] ?? {}).filter((name) => spreads.every((spread) => name in spread));
  return {
    runs: trained.length,
    epochs: shared,
    figures: Object.fromEntries(names.map((name) => [name, spreads.map((spread) => spread[name]!)])),
    final: measureSpread(trained.map((epochs) => epochs.at(-1)!)),
  };
}
