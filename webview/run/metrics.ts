import { formatLoss, formatPercent } from '../../src/display/numbers.js';

/** How a metric is called and written. */
export interface MetricWords {
  readonly name: string;
  readonly title: string;
  /** In a switch and in the header. */
  readonly short: string;
  /** True for a share from 0 to 1, written in percent. */
  readonly share: boolean;
  readonly format: (value: number | null) => string;
}

const known: Readonly<
  Record<string, { readonly title: string; readonly short: string; readonly share: boolean }>
> = {
  accuracy: { title: 'Accuracy', short: 'Accuracy', share: true },
  meanAbsoluteError: { title: 'Mean absolute error', short: 'MAE', share: false },
  r2: { title: 'R²', short: 'R²', share: false },
};

/** `rootMeanSquare` as people write it: `Root mean square`. */
const spell = (name: string): string => {
  const words = name.replace(/([a-z0-9])([A-Z])/g, '$1 $2').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
};

export function describeMetric(name: string): MetricWords {
  const words = known[name] ?? { title: spell(name), short: spell(name), share: false };
  return { name, ...words, format: words.share ? (value) => formatPercent(value) : formatLoss };
}

/** The name under which the validation split's value of a metric stands: `accuracy` → `validationAccuracy`. */
export const validationName = (name: string): string =>
  `validation${name.charAt(0).toUpperCase()}${name.slice(1)}`;

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
