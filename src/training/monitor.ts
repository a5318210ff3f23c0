import type { Prepared } from './prepare.js';
import type { EpochMetrics } from '../runs/metrics.js';

/** A figure of each epoch that says which epoch is the better one. */
export interface Monitor {
  /** `loss`, `validationLoss` or the name of a metric. */
  readonly name: string;
  /** Null where the epoch has no such figure, or it is not finite. */
  valueOf(metrics: EpochMetrics): number | null;
  /** True where `value` is better than `than` by more than `minDelta`. */
  isBetter(value: number, than: number, minDelta: number): boolean;
}

/** Loss and errors fall when things go well, accuracies and r² rise. */
export function createMonitor(name: string): Monitor {
  const rises = /accuracy$|r2$/i.test(name);
  return {
    name,
    valueOf: (metrics) => {
      if (name === 'loss') return metrics.loss;
      if (name === 'validationLoss') return metrics.validationLoss;
      return metrics.metrics[name] ?? null;
    },
    isBetter: (value, than, minDelta) => (rises ? value - than : than - value) > minDelta,
  };
}

/** What tells the best epoch. */
export const monitorOf = ({ spec, dataset }: Pick<Prepared, 'spec' | 'dataset'>): string =>
  spec.training.earlyStopping?.monitor ?? (dataset.validation ? 'validationLoss' : 'loss');
