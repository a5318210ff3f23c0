import type { Preprocessing } from '../data/preprocessing.js';

/** The metric that says how good a model of this task is. */
export function metricOf({ target }: Preprocessing): 'accuracy' | 'r2' {
  return target.kind === 'values' ? 'r2' : 'accuracy';
}

/**
 * That metric from a network's own outputs and encoded targets, row by row: the share of right classes (of labels:
 * of right elements), or 1 − Σ(y − t)²/Σ(t − mean)² over all targets.
 */
export function score({ task, target }: Preprocessing, raw: Float32Array, targets: Float32Array): number {
  if (target.kind === 'values') return determination(raw, targets, target.columns.length);
  if (task === 'binary' || target.kind === 'labels') {
    return shareOf(targets, (truth, i) => Number(raw[i]! >= 0) === truth);
  }
  const classes = target.classes.length;
  return shareOf(targets, (truth, row) => {
    const logits = raw.subarray(row * classes, (row + 1) * classes);
    return logits.indexOf(Math.max(...logits)) === truth;
  });
}

function shareOf(targets: Float32Array, isRight: (truth: number, index: number) => boolean): number {
  let right = 0;
  targets.forEach((truth, i) => (right += Number(isRight(truth, i))));
  return right / targets.length;
}

function determination(raw: Float32Array, targets: Float32Array, width: number): number {
  const rows = targets.length / width;
  const means = new Float64Array(width);
  targets.forEach((truth, i) => (means[i % width]! += truth / rows));
  let error = 0;
  let spread = 0;
  targets.forEach((truth, i) => {
    error += (raw[i]! - truth) ** 2;
    spread += (truth - means[i % width]!) ** 2;
  });
  return 1 - error / spread;
}
