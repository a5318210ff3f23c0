/** What rules read of a run epoch by epoch. */
import type { EpochMetrics, Metrics, Series } from '../runs/metrics.js';
import { median } from './watchedLayers.js';

/** Where the linear model is no better than this above the constant there is nothing to compare with. */
const leastGain = 0.1;

/** One value an epoch, and the step at its end. */
export interface EpochSeries {
  readonly steps: readonly number[];
  readonly values: readonly number[];
}

/** A figure of every epoch that has one. */
export function byEpoch(
  { epochs }: Metrics,
  figureOf: (epoch: EpochMetrics) => number | null | undefined,
): EpochSeries {
  const found = epochs.flatMap((epoch) => {
    const value = figureOf(epoch);
    return typeof value === 'number' ? [{ step: epoch.step, value }] : [];
  });
  return { steps: found.map(({ step }) => step), values: found.map(({ value }) => value) };
}

export function trainingLosses(metrics: Metrics): EpochSeries {
  return byEpoch(metrics, ({ loss }) => loss);
}

/**
 * The last sample of each epoch: shares that are counted over an epoch are whole there. Where a run has no epochs,
 * every sample.
 */
export function epochEnds({ stepsPerEpoch, epochs }: Metrics, series: Series): EpochSeries {
  const { steps, values } = series;
  const ends: { step: number; value: number }[] = [];
  const epochOf = (step: number): number => (stepsPerEpoch > 0 ? Math.ceil(step / stepsPerEpoch) : step);
  for (let i = 0; i < steps.length; i++) {
    const isLast = i + 1 === steps.length;
    const isEnd = isLast
      ? stepsPerEpoch === 0 || epochOf(steps[i]!) <= epochs.length
      : epochOf(steps[i]!) !== epochOf(steps[i + 1]!);
    if (isEnd) ends.push({ step: steps[i]!, value: values[i]! });
  }
  return { steps: ends.map(({ step }) => step), values: ends.map(({ value }) => value) };
}

/** The loss of who knows nothing, or else the first that was seen; NaN where there is none. */
export function referenceLoss({ facts, scalars, epochs }: Metrics): number {
  return facts?.guessLoss ?? scalars.get('loss/train')?.values[0] ?? epochs[0]?.loss ?? NaN;
}

/** The mean training loss of the latest third of the epochs, without the penalties of the first weights. */
export function recentLoss(metrics: Metrics): number {
  const { values } = trainingLosses(metrics);
  return mean(values.slice(Math.floor((2 * values.length) / 3)));
}

/** Whether there is still something to learn: the loss is above this share of a guess's. */
export function isUnfitted(metrics: Metrics, share: number): boolean {
  return recentLoss(metrics) > share * referenceLoss(metrics);
}

/** Whether the schedule has let the rate fall so far, for a quarter of the epochs so far, that nothing more is learnt. */
export function hasRateFallen({ epochs }: Metrics): boolean {
  const rates = epochs.map(({ learningRate }) => learningRate);
  const since = rates[Math.floor(0.75 * rates.length)] ?? NaN;
  return since < 0.02 * Math.max(...rates);
}

/** The metric by which a run is judged; null where it has none. */
export function metricName({ epochs }: Metrics): 'accuracy' | 'r2' | null {
  const metrics = epochs.at(-1)?.metrics ?? {};
  return 'accuracy' in metrics ? 'accuracy' : 'r2' in metrics ? 'r2' : null;
}

/** The same metric on the rows held back. */
export function validationName(name: 'accuracy' | 'r2'): string {
  return name === 'r2' ? 'validationR2' : 'validationAccuracy';
}

/**
 * What the network has gained of late over the commonest class (or the mean), on training or validation rows, over
 * what least squares gains on the training rows; NaN where there is nothing to compare with.
 */
export function gainOverLinear(metrics: Metrics): number {
  const { metric, constant, linear } = metrics.facts?.baseline ?? { metric: null, constant: 0, linear: null };
  const name = metricName(metrics);
  if (name === null || name !== metric || linear === null || linear - constant < leastGain) return NaN;
  return (recentMetric(metrics, name) - constant) / (linear - constant);
}

/** The better of the medians of the last five epochs on training and on validation rows; dropout hurts the first. */
export function recentMetric(metrics: Metrics, name: 'accuracy' | 'r2'): number {
  const recent = [name, validationName(name)].map((key) =>
    median(byEpoch(metrics, (epoch) => epoch.metrics[key]).values.slice(-5)),
  );
  return Math.max(...recent.filter(Number.isFinite));
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
