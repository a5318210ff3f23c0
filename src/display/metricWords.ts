import { formatLoss, formatPercent } from './numbers.js';

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
  perplexity: { title: 'Perplexity', short: 'Perplexity', share: false },
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

/** A figure of an epoch in a sentence: `validation loss` and how its values are written. */
export function describeMonitor(name: string): {
  readonly words: string;
  readonly format: MetricWords['format'];
} {
  const isValidation = /^validation[A-Z]/.test(name);
  const bare = isValidation ? name.charAt(10).toLowerCase() + name.slice(11) : name;
  const { title, format } = describeMetric(bare);
  const words = /^R²/.test(title) ? title : title.toLowerCase();
  return { words: isValidation ? `validation ${words}` : words, format };
}
