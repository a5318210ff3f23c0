/** Share of each new value in a running mean. */
const share = 0.12;
/** A condition that held for fewer samples in a row is an accident. */
export const sustainedSamples = 10;

/**
 * The running mean of a series' logarithm, as values again: one outlier moves it little, and it follows over
 * decades. Values are taken as at least 1e-12; what is not finite leaves the mean where it was.
 */
export function runningMean(values: ArrayLike<number>): Float64Array {
  const means = new Float64Array(values.length);
  let mean = NaN;
  for (let i = 0; i < means.length; i++) {
    const logarithm = Math.log(Math.max(values[i]!, 1e-12));
    if (Number.isFinite(logarithm)) mean = Number.isNaN(mean) ? logarithm : mean + share * (logarithm - mean);
    means[i] = Math.exp(mean);
  }
  return means;
}

/** The latest stretch of at least `sustainedSamples` samples in a row that fulfil a condition. */
export function findSustained(
  length: number,
  holds: (index: number) => boolean,
): { readonly first: number; readonly last: number } | null {
  let last = -1;
  for (let i = length - 1; i >= -1; i--) {
    if (i >= 0 && holds(i)) {
      if (last < 0) last = i;
    } else if (last >= 0) {
      if (last - i >= sustainedSamples) return { first: i + 1, last };
      last = -1;
    }
  }
  return null;
}
