import type { EpochMetrics } from '../runs/metrics.js';
import { mostEpochs, thinEpochs } from './thinEpochs.js';

/** Figures of a run by epoch, each a column as long as `epochs`; NaN where there is none. */
export interface RunCurves {
  /** From 1, rising; gaps where there were too many. */
  readonly epochs: Float64Array;
  /** `loss`, `validationLoss` and the metrics, `validationAccuracy` and the like. */
  readonly columns: Readonly<Record<string, Float64Array>>;
}

export function curvesOf(all: readonly EpochMetrics[]): RunCurves {
  const epochs = thinEpochs(all, mostEpochs);
  const names = new Set(epochs.flatMap(({ metrics }) => Object.keys(metrics)));
  const column = (value: (epoch: EpochMetrics) => number | null | undefined): Float64Array =>
    Float64Array.from(epochs, (epoch) => value(epoch) ?? NaN);
  return {
    epochs: column(({ epoch }) => epoch),
    columns: {
      loss: column(({ loss }) => loss),
      validationLoss: column(({ validationLoss }) => validationLoss),
      ...Object.fromEntries([...names].map((name) => [name, column(({ metrics }) => metrics[name])])),
    },
  };
}
