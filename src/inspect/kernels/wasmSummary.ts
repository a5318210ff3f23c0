import { emptySummary, mergeSummary, summarize, type Summarize, type Summary } from '../summary.js';
import type { Kernel } from './kernel.js';

/** Deviations (2⁻⁵³ of the squares) hold to 2⁻³³ where the mean is not farther from the shift than this, in variances. */
const farthest = 2 ** 20;

/** Summarises f32 by the kernel; f64 goes the plain way. */
export function wasmSummarize(kernel: Kernel): Summarize {
  const { exports } = kernel;
  const sums = kernel.doubles(exports.sums, 3);
  const smallest = kernel.floats(exports.sums, 4, 32);
  const minima = kernel.floats(exports.sums, 4, 48);
  const maxima = kernel.floats(exports.sums, 4, 64);

  /** Σ(x − shift)², and how much of it is because the shift is not the mean. */
  const sumAround = (
    count: number,
    shift: number,
  ): Record<'mean' | 'squares' | 'ofMean' | 'magnitude', number> => {
    // Most weights lie around 0: no shift is the quicker way.
    if (shift === 0) exports.summarize(count);
    else exports.summarizeAround(count, shift);
    const [sum = 0, squares = 0, magnitude = 0] = sums;
    return { mean: shift + sum / count, squares, ofMean: (sum / count) * sum, magnitude };
  };
  /** Where the mean of the values before was far from 0, that mean. */
  let near = 0;
  /** Of the values in the kernel's memory; null where they, or four of them together, are not finite. */
  const summarizePart = (count: number): Summary | null => {
    let around = sumAround(count, near);
    if (!Number.isFinite(around.squares + around.magnitude)) return null;
    if (around.ofMean > farthest * (around.squares - around.ofMean)) {
      near = around.mean;
      around = sumAround(count, near);
    }
    return {
      ...emptySummary(),
      count,
      finite: count,
      zeros: smallest.includes(0) ? exports.countZeros(count) : 0,
      min: minima.reduce((a, b) => Math.min(a, b)),
      max: maxima.reduce((a, b) => Math.max(a, b)),
      mean: around.mean,
      deviations: Math.max(0, around.squares - around.ofMean),
      magnitude: around.magnitude,
    };
  };
  return (values, offset) => {
    if (!(values instanceof Float32Array)) return summarize(values, offset);
    const whole = emptySummary();
    near = 0;
    const rest = kernel.forEachPart(values, (count, at) => {
      const part = summarizePart(count) ?? summarize(values.subarray(at, at + count), offset + at);
      mergeSummary(whole, part);
    });
    mergeSummary(whole, summarize(values.subarray(rest), offset + rest));
    return whole;
  };
}
