import type { TargetEncoding } from '../data/preprocessing.js';
import type { Rows, StepTotals } from '../engine/session.js';

/** Turns the totals of a pass into the figures that people read. */
export interface Scorer {
  /** Loss as the mean over rows, penalties as the pass counted them. Null where it is not finite. */
  lossOf(totals: StepTotals): number | null;
  /** `accuracy`, of a language after `perplexity`; or `meanAbsoluteError` and `r2`; null where they are not finite or cannot be known. */
  metricsOf(totals: StepTotals): Record<string, number | null>;
}

/**
 * Scores passes over `rows`. Accuracy is over rows, for several labels over all their elements, for a language over
 * all positions; its perplexity is e to the loss: among so many characters the network might as well guess. Errors are in
 * the target's original units; several targets that were scaled differently have no common one (null). r² is
 * 1 − Σ(y − t)² / Σ(t − mean of its target)² over all elements: of several targets, the mean weighted by variance.
 */
export function createScorer(rows: Rows, target: TargetEncoding, outputs: number): Scorer {
  const lossOf = (totals: StepTotals): number | null => finite(totals.loss / totals.rows);
  if (target.kind !== 'values') {
    const positions = target.kind === 'class' ? target.positions : undefined;
    const elements = positions ?? (target.kind === 'labels' ? outputs : 1);
    return {
      lossOf,
      metricsOf: (totals) => ({
        ...(positions === undefined ? {} : { perplexity: finite(Math.exp(totals.loss / totals.rows)) }),
        accuracy: finite(totals.correct / (totals.rows * elements)),
      }),
    };
  }
  const scale = target.scale.every((value) => value === target.scale[0]) ? target.scale[0]! : NaN;
  const spread = meanSquareSpread(rows, outputs);
  return {
    lossOf,
    metricsOf: (totals) => ({
      meanAbsoluteError: finite(totals.absoluteError / (totals.rows * outputs * scale)),
      r2: finite(1 - totals.squaredError / (totals.rows * spread)),
    }),
  };
}

/** `accuracy` → `validationAccuracy`. */
export function prefixNames(
  prefix: string,
  metrics: Readonly<Record<string, number | null>>,
): Record<string, number | null> {
  return Object.fromEntries(
    Object.entries(metrics).map(([name, value]) => [prefix + name[0]!.toUpperCase() + name.slice(1), value]),
  );
}

/** Σ over targets of (t − mean)², as a mean over rows. */
function meanSquareSpread({ targets, count }: Rows, outputs: number): number {
  let spread = 0;
  for (let output = 0; output < outputs; output++) {
    let sum = 0;
    for (let row = 0; row < count; row++) sum += targets[row * outputs + output]!;
    const mean = sum / count;
    for (let row = 0; row < count; row++) spread += (targets[row * outputs + output]! - mean) ** 2;
  }
  return spread / count;
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
