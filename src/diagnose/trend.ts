/** Share of each new value in a running mean. */
const share = 0.12;
/** A condition that held for fewer samples in a row is an accident. */
export const sustainedSamples = 10;

/**
 * The running mean of a series' natural logarithm: one outlier moves it little, and it follows over decades.
 * Values are taken as at least 1e-12; what is not finite leaves the mean where it was.
 */
export function logTrend(values: Float64Array): Float64Array {
  const trend = new Float64Array(values.length);
  let mean = NaN;
  for (let i = 0; i < trend.length; i++) {
    const logarithm = Math.log(Math.max(values[i]!, 1e-12));
    if (Number.isFinite(logarithm)) mean = Number.isNaN(mean) ? logarithm : mean + share * (logarithm - mean);
    trend[i] = mean;
  }
  return trend;
}

/** The running mean of the values themselves: a batch without any loss moves it no more than it should. */
export function meanTrend(values: Float64Array): Float64Array {
  let mean = NaN;
  return values.map((value) => {
    if (Number.isFinite(value)) mean = Number.isNaN(mean) ? value : mean + share * (value - mean);
    return mean;
  });
}

/** From where to where a condition held. */
export interface Stretch {
  /** The first sample at which it began to last. */
  readonly first: number;
  /** The last sample of the latest stretch. */
  readonly last: number;
}

/** Where a condition held for at least `atLeast` samples in a row; null where it never did. */
export function findSustained(
  length: number,
  holds: (index: number) => boolean,
  atLeast = sustainedSamples,
): Stretch | null {
  let first = -1;
  let last = -1;
  let since = 0;
  for (let i = 0; i < length; i++) {
    if (!holds(i)) {
      since = i + 1;
    } else if (i - since + 1 >= atLeast) {
      if (first < 0) first = since;
      last = i;
    }
  }
  return first < 0 ? null : { first, last };
}
