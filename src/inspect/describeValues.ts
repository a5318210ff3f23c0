import { makeBinning } from './binning.js';
import { plainPasses, type Passes } from './passes.js';
import { QuantileFinder } from './quantiles.js';
import { StandardizedSums, type StandardizedMoments } from './standardizedMoments.js';
import { describeSummary, type Statistics } from './statistics.js';
import { emptySummary, mergeSummary } from './summary.js';
import { toFloats } from './toFloats.js';
import { readPieces, type ValueReader } from './valueReader.js';

/** All that is said of one tensor. */
export interface Description {
  readonly statistics: Statistics & StandardizedMoments;
  /** One for each of the shares that were asked for, in single precision; null without a finite value. */
  readonly quantiles: readonly (number | null)[];
  /** The same of the magnitudes. */
  readonly magnitudes: readonly (number | null)[];
}

export interface DescriptionOptions {
  readonly bins: number;
  readonly shares: readonly number[];
  readonly magnitudeShares: readonly number[];
  /** Ends it between two pieces, by throwing the signal's reason. */
  readonly signal?: AbortSignal;
  /** The plain ones, if nothing is said. */
  readonly passes?: Passes;
}

/**
 * Moments, histogram and quantiles of values that are read a piece at a time, in two readings. Memory is that of a
 * few pieces.
 */
export async function describeValues(reader: ValueReader, options: DescriptionOptions): Promise<Description> {
  const { bins, shares, magnitudeShares, signal, passes = plainPasses } = options;
  const quantiles = new QuantileFinder(shares, magnitudeShares);
  const whole = emptySummary();
  for await (const { values, offset } of readPieces(reader, signal, passes.rooms)) {
    mergeSummary(whole, passes.summarize(values, offset));
    quantiles.countUpper(toFloats(values));
  }
  const moments = describeSummary(whole);
  const { finite, min, max } = whole;
  const binning = finite > 0 && min < max ? makeBinning(min, max, bins) : null;
  const counts = new Float64Array(bins);
  const standardized = new StandardizedSums(moments.mean, moments.std, passes.sumPowers);
  for await (const { values } of readPieces(reader, signal, passes.rooms)) {
    if (binning) passes.countBins(values, binning, counts);
    standardized.add(values);
    quantiles.countLower(toFloats(values));
  }
  const histogram = binning
    ? { edges: [...binning.edges], counts: [...counts] }
    : finite > 0
      ? { edges: [min, max], counts: [finite] }
      : { edges: [], counts: [] };
  return {
    statistics: { ...moments, ...standardized.finish(), histogram },
    ...quantiles.finish(),
  };
}
