export { describeMetric, validationName, type MetricWords } from '../../src/display/metricWords.js';

/** Names of the metrics themselves, without those of the validation split; R² before errors. */
export function metricNames(metrics: Readonly<Record<string, unknown>>): string[] {
  const names = Object.keys(metrics).filter((name) => !/^validation[A-Z]/.test(name));
  return names.sort((a, b) => Number(b === 'r2') - Number(a === 'r2'));
}

const losses: Readonly<Record<string, string>> = {
  crossEntropy: 'cross-entropy',
  binaryCrossEntropy: 'binary cross-entropy',
  mse: 'mean squared error',
  mae: 'mean absolute error',
  huber: 'Huber',
  hinge: 'hinge',
};

export const lossWords = (name: string): string => losses[name] ?? name;
