import type { Values } from '../tensor/values.js';
import { makeBinning } from './binning.js';
import type { Histogram } from './histogram.js';
import type { Moments } from './moments.js';
import { plainPasses, type Passes } from './passes.js';
import { emptySummary, mergeSummary, type Summary } from './summary.js';
import { memoryReader, readPieces, type ValueReader } from './valueReader.js';

/** Everything that is said of a tensor in numbers. Null: there is no finite value to say it of. */
export interface Statistics extends Moments {
  /** Σ|x|. */
  readonly l1: number | null;
  /** Of the places of NaN and infinities the first, in row-major order; null where there is none. */
  readonly firstNan: number | null;
  readonly firstInfinity: number | null;
  readonly histogram: Histogram;
}

export interface StatisticsOptions {
  readonly bins: number;
  /** Ends it between two pieces, by throwing the signal's reason. */
  readonly signal?: AbortSignal;
  /** Told the share that is done, from 0 to 1, after each piece. */
  readonly onProgress?: (share: number) => void;
  /** Shown all values once, in order, a piece at a time. */
  readonly watch?: { add(values: Values): void } | null;
  /** The plain ones, if nothing is said. */
  readonly passes?: Passes;
}

/** So many values are read but once. */
const mostKept = 2 ** 20;

/**
 * Statistics of values that are read a piece at a time, in two readings: the first gives the range and the
 * moments, the second the histogram. Memory is that of a few pieces; few values are kept in it between the two.
 */
export async function computeStatistics(
  reader: ValueReader,
  options: StatisticsOptions,
): Promise<Statistics> {
  if (reader.size > mostKept) return readTwice(reader, options);
  const { rooms } = options.passes ?? plainPasses;
  const room = rooms.lend();
  try {
    options.signal?.throwIfAborted();
    return await readTwice(memoryReader(await reader.read(0, reader.size, room)), options);
  } finally {
    rooms.takeBack(room);
  }
}

async function readTwice(reader: ValueReader, options: StatisticsOptions): Promise<Statistics> {
  const { bins, signal, onProgress, watch, passes = plainPasses } = options;
  let done = 0;
  const tell = (count: number): void => {
    done += count;
    onProgress?.(done / (2 * reader.size));
  };

  const whole = emptySummary();
  for await (const piece of readPieces(reader, signal, passes.rooms)) {
    mergeSummary(whole, passes.summarize(piece.values, piece.offset));
    watch?.add(piece.values);
    tell(piece.values.length);
  }
  const { finite, min, max } = whole;
  const describe = (histogram: Histogram): Statistics => ({ ...describeSummary(whole), histogram });
  if (finite === 0) return describe({ edges: [], counts: [] });
  if (min === max) return describe({ edges: [min, max], counts: [finite] });

  const binning = makeBinning(min, max, bins);
  const counts = new Float64Array(bins);
  for await (const piece of readPieces(reader, signal, passes.rooms)) {
    passes.countBins(piece.values, binning, counts);
    tell(piece.values.length);
  }
  return describe({ edges: [...binning.edges], counts: [...counts] });
}

/** A summary of all values in the words of statistics. */
export function describeSummary(whole: Summary): Omit<Statistics, 'histogram'> {
  const { count, finite, nan, zeros, min, max, mean, deviations, magnitude } = whole;
  const place = (index: number): number | null => (index < 0 ? null : index);
  const rest = {
    count,
    zeros,
    nan,
    inf: whole.positiveInfinities + whole.negativeInfinities,
    firstNan: place(whole.firstNan),
    firstInfinity: place(whole.firstInfinity),
  };
  if (finite === 0) return { ...rest, min: null, max: null, mean: null, std: null, l1: null, l2: null };
  return {
    ...rest,
    min,
    max,
    mean,
    std: Math.sqrt(deviations / finite),
    l1: magnitude,
    // Both terms are positive, so that nothing cancels: Σx² = Σ(x − mean)² + n·mean².
    l2: Math.sqrt(deviations + finite * mean * mean),
  };
}
