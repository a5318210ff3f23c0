import type { Task } from './config.js';
import type { StepTotals } from './session.js';

export const totalKeys = ['rows', 'loss', 'correct', 'absoluteError', 'squaredError'] as const;

export function emptyTotals(): StepTotals {
  return { rows: 0, loss: 0, correct: 0, absoluteError: 0, squaredError: 0 };
}

/** Adds a batch's metrics, which `emitMetric` left at `metrics` in the arena. */
export function addMetrics(
  totals: StepTotals,
  task: Task,
  floats: Float32Array | Float64Array,
  metrics: number,
): void {
  if (task === 'regression') {
    totals.absoluteError += floats[metrics]!;
    totals.squaredError += floats[metrics + 1]!;
  } else {
    totals.correct += floats[metrics]!;
  }
}
