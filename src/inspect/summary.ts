import type { Values } from '../tensor/values.js';

/**
 * What is counted and summed of a part of many values, in double precision; parts merge into the whole. All but
 * the counts of `nan`, `positiveInfinities` and `negativeInfinities` are over the finite values.
 */
export interface Summary {
  count: number;
  finite: number;
  nan: number;
  positiveInfinities: number;
  negativeInfinities: number;
  zeros: number;
  /** Infinity and −Infinity where no value is finite. */
  min: number;
  max: number;
  mean: number;
  /** Σ(x − mean)². */
  deviations: number;
  /** Σ|x|. */
  magnitude: number;
  /** Place of the first NaN, and of the first infinity; −1 where there is none. */
  firstNan: number;
  firstInfinity: number;
}

/** Summarises values whose first one is number `offset` of the whole. */
export type Summarize = (values: Values, offset: number) => Summary;

export function emptySummary(): Summary {
  return {
    count: 0,
    finite: 0,
    nan: 0,
    positiveInfinities: 0,
    negativeInfinities: 0,
    zeros: 0,
    min: Infinity,
    max: -Infinity,
    mean: 0,
    deviations: 0,
    magnitude: 0,
    firstNan: -1,
    firstInfinity: -1,
  };
}

/** The plain way, in two passes: deviations are taken around the mean, so that values far from 0 lose nothing. */
export function summarize(values: Values, offset: number): Summary {
  const summary = emptySummary();
  summary.count = values.length;
  let { nan, positiveInfinities, negativeInfinities, zeros, min, max, magnitude } = summary;
  let sum = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (value - value !== 0) {
      if (value !== value) {
        if (nan++ === 0) summary.firstNan = offset + i;
      } else {
        if (summary.firstInfinity < 0) summary.firstInfinity = offset + i;
        if (value > 0) positiveInfinities++;
        else negativeInfinities++;
      }
      continue;
    }
    sum += value;
    magnitude += Math.abs(value);
    if (value === 0) zeros++;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  const finite = values.length - nan - positiveInfinities - negativeInfinities;
  let mean = finite > 0 ? sum / finite : 0;
  // A sum beyond the largest double: halve on the way.
  if (!Number.isFinite(mean)) mean = scaledMean(values, finite);
  let [deviations, rest] = [0, 0];
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (value - value !== 0) continue;
    deviations += (value - mean) * (value - mean);
    rest += value - mean;
  }
  // What the sum has lost: of many values far from 0 that is more than they deviate.
  const correction = finite > 0 ? rest / finite : 0;
  if (Number.isFinite(rest * correction)) {
    mean += correction;
    deviations -= rest * correction;
  }
  Object.assign(summary, { finite, nan, positiveInfinities, negativeInfinities, zeros, min, max, magnitude });
  return Object.assign(summary, { mean, deviations });
}

function scaledMean(values: Values, finite: number): number {
  let mean = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (value - value === 0) mean += value / finite;
  }
  return mean;
}

/** Adds a later part to an earlier one (Chan, Golub and LeVeque 1979). */
export function mergeSummary(into: Summary, part: Summary): void {
  const finite = into.finite + part.finite;
  if (into.finite === 0) {
    into.mean = part.mean;
    into.deviations = part.deviations;
  } else if (part.finite > 0) {
    const difference = part.mean - into.mean;
    const share = part.finite / finite;
    into.deviations += part.deviations + difference * difference * into.finite * share;
    into.mean += difference * share;
  }
  into.count += part.count;
  into.finite = finite;
  into.nan += part.nan;
  into.positiveInfinities += part.positiveInfinities;
  into.negativeInfinities += part.negativeInfinities;
  into.zeros += part.zeros;
  into.min = Math.min(into.min, part.min);
  into.max = Math.max(into.max, part.max);
  into.magnitude += part.magnitude;
  if (into.firstNan < 0) into.firstNan = part.firstNan;
  if (into.firstInfinity < 0) into.firstInfinity = part.firstInfinity;
}
