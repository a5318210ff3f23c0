import { emptySummary, mergeSummary, summarize, type Summarize, type Summary } from '../summary.js';
import type { Kernel } from './kernel.js';

/** Deviations (2⁻⁵³ of the squares) hold to 2⁻³³ where the mean is not farther from the shift than this, in variances. */
const farthest = 2 ** 20;
/** The squares of smaller numbers are too small for f32 to hold in full, as a mean of squares. */
const smallestSquare = 2 ** -100;

/** What the kernel says of the values in its memory. */
interface Sums {
  /** Σ(x − shift)² and its share that is there because the shift is not the mean. */
  readonly squares: number;
  readonly ofMean: number;
  readonly mean: number;
  readonly magnitude: number;
}

/** By the kernel, which shows what it found in `sums`. */
interface Kind {
  readonly sumQuickly: ((from: number, count: number) => void) | null;
  readonly sumAround: (from: number, count: number, shift: number) => void;
  readonly countZeros: (from: number, count: number) => number;
}

/**
 * Summarises by the kernel. The mean and the deviation of f32 are right to 5 · 10⁻⁷ of the deviation, and l1 to as much
 * a value, whatever the values are: to far less where roundings fall to both sides.
 */
export function wasmSummarize(kernel: Kernel): Summarize {
  const { exports } = kernel;
  const sums = kernel.doublesAt(exports.sums, 6);
  const singles: Kind = {
    sumQuickly: exports.summarizeQuickly,
    sumAround: exports.summarizeAround,
    countZeros: exports.countZeros,
  };
  const doubles: Kind = {
    sumQuickly: null,
    sumAround: exports.summarizeDoubles,
    countZeros: exports.countZeroDoubles,
  };
  const readSums = (count: number, shift: number): Sums => {
    const sum = sums[0]!;
    return { squares: sums[1]!, ofMean: (sum / count) * sum, mean: shift + sum / count, magnitude: sums[2]! };
  };
  /** Whether f32 was enough for sums without a shift: values deviate as much as they lie beside 0. */
  const areSure = (count: number, { squares, ofMean, magnitude }: Sums): boolean =>
    magnitude === 0 || (squares >= count * smallestSquare && squares < Infinity && 2 * ofMean <= squares);

  let isQuick = true;
  /** Where the mean of the values before was far from 0, that mean. */
  let near = 0;
  const sumQuickly = ({ sumQuickly: sum }: Kind, from: number, count: number): Sums | null => {
    if (!sum || !isQuick) return null;
    sum(from, count);
    const found = readSums(count, 0);
    if (areSure(count, found)) return found;
    // Values of the same tensor are much alike; one that is not finite is an exception among them.
    isQuick = !Number.isFinite(found.squares);
    return null;
  };
  const sumWell = ({ sumAround }: Kind, from: number, count: number): Sums => {
    sumAround(from, count, near);
    const found = readSums(count, near);
    if (!(found.ofMean > farthest * (found.squares - found.ofMean))) return found;
    near = found.mean;
    sumAround(from, count, near);
    return readSums(count, near);
  };
  /** Of values in the kernel's memory; null where they are not finite. */
  const summarizePart = (kind: Kind, from: number, count: number): Summary | null => {
    const { squares, ofMean, mean, magnitude } = sumQuickly(kind, from, count) ?? sumWell(kind, from, count);
    if (!Number.isFinite(squares + magnitude)) return null;
    const part = emptySummary();
    part.count = part.finite = count;
    if (sums[3] === 0) part.zeros = kind.countZeros(from, count);
    part.min = sums[4]!;
    part.max = sums[5]!;
    part.mean = mean;
    part.deviations = Math.max(0, squares - ofMean);
    part.magnitude = magnitude;
    return part;
  };
  return (values, offset) => {
    const kind = values instanceof Float32Array ? singles : doubles;
    const whole = emptySummary();
    isQuick = true;
    near = 0;
    const rest = kernel.forEachPart(values, (from, count, at) => {
      const part =
        summarizePart(kind, from, count) ?? summarize(values.subarray(at, at + count), offset + at);
      mergeSummary(whole, part);
    });
    mergeSummary(whole, summarize(values.subarray(rest), offset + rest));
    return whole;
  };
}
