import type { Dataset } from '../../data/dataset.js';
import type { MemberConfig } from '../../engine/config.js';
import type { Baseline, RunFacts } from '../../runs/facts.js';
import { fitLeastSquares } from './leastSquares.js';

/** Training rows by class; null where the target is no class. */
export function countClasses({ train, preprocessing }: Dataset): RunFacts['classes'] {
  const { target } = preprocessing;
  if (target.kind !== 'class') return null;
  const rows = new Float64Array(target.classes.length);
  for (let row = 0; row < train.count; row++) rows[train.targets[row]!]!++;
  return target.classes.map((name, i) => ({ name: String(name), rows: rows[i]! }));
}

/** The mean loss of outputs that are 0 for every class, or the mean of the target; null for losses that it is not known of. */
export function guessLoss({ train, outputs, preprocessing }: Dataset, loss: MemberConfig): number | null {
  switch (loss.type) {
    case 'crossEntropy':
      return Math.log(outputs);
    case 'binaryCrossEntropy':
      return Math.LN2;
    case 'hinge':
      return preprocessing.task === 'binary' ? 1 : (outputs - 1) / outputs;
  }
  if (preprocessing.target.kind !== 'values') return null;
  const delta = typeof loss['delta'] === 'number' ? loss['delta'] : 1;
  const cost = (error: number): number => {
    const size = Math.abs(error);
    if (loss.type === 'mae') return size;
    if (loss.type === 'mse') return error * error;
    return size <= delta ? error * error * 0.5 : delta * (size - 0.5 * delta);
  };
  const means = columnMeans(train.targets, outputs);
  let sum = 0;
  for (let i = 0; i < train.targets.length; i++) sum += cost(train.targets[i]! - means[i % outputs]!);
  return sum / Math.max(1, train.targets.length);
}

/** What the commonest class or the mean, and least squares on the inputs, reach on the training rows. */
export function measureBaseline(dataset: Dataset): Baseline | null {
  const { train, outputs, preprocessing } = dataset;
  const { target } = preprocessing;
  if (target.kind === 'labels') return null;
  const classes = countClasses(dataset);
  const columns = classes?.length ?? outputs;
  const fit = fitLeastSquares(
    train.inputs,
    preprocessing.inputs,
    train.count,
    columns,
    classes
      ? (row, column) => (train.targets[row] === column ? 1 : 0)
      : (row, column) => train.targets[row * outputs + column]!,
  );
  if (classes) {
    const constant = Math.max(...classes.map(({ rows }) => rows)) / Math.max(1, train.count);
    return { metric: 'accuracy', constant, linear: fit && fit.accuracy((row) => train.targets[row]!) };
  }
  return { metric: 'r2', constant: 0, linear: fit && fit.r2() };
}

function columnMeans(values: Float32Array, columns: number): Float64Array {
  const means = new Float64Array(columns);
  for (let i = 0; i < values.length; i++) means[i % columns]! += values[i]!;
  return means.map((sum) => sum / Math.max(1, values.length / columns));
}
