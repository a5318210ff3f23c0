/**
 * How often a training is looked at. The stride follows from an estimate of what a step and a look cost, so that
 * watching stays below a twentieth of the time; it is a function of the plan alone and the same on every machine.
 */
import type { KernelCall } from '../tensor/kernels/table.js';

/** Share of the time that samples may take: norms of every step's gradients and histograms take the rest of 5 %. */
const sampleShare = 0.02;
const mostSamples = 2000;
/** A short training is looked at so often all the same: it takes a few milliseconds in all. */
const fewestSamples = 100;
/** What it costs to hand one scalar to a reader and to write it to an event file. */
const nanosecondsPerScalar = 500;
/** A call of a kernel, and what the loop does around a program. */
const nanosecondsPerCall = 50;
/** Speeds of one core with 128-bit vectors, on the low side for samples' sake. */
const operationsPerNanosecond = 40;
const wordsPerNanosecond = 2;

/** Estimated nanoseconds of a program. */
export function estimateNanoseconds(calls: readonly KernelCall[]): number {
  return calls.reduce((sum, call) => sum + nanosecondsPerCall + estimateCall(call.arguments), 0);
}

/** Products cost their multiplications and additions, all else the words that pass through. */
function estimateCall(values: Readonly<Record<string, number>>): number {
  const { rows4 = 0, in8, out8, ld, n8, n, count, rows = 0, segments } = values;
  if (in8 !== undefined && out8 !== undefined) return (2 * rows4 * in8 * out8) / operationsPerNanosecond;
  if (segments !== undefined) return 0;
  const words = count ?? (rows4 || rows) * (ld ?? n8 ?? n ?? 1);
  return words / wordsPerNanosecond;
}

/** Every how many steps a sample is taken. */
export function chooseStride(input: {
  readonly stepCalls: readonly KernelCall[];
  readonly sampledStepCalls: readonly KernelCall[];
  /** Words that learn: norms read them all. */
  readonly words: number;
  readonly scalars: number;
  readonly totalSteps: number;
}): number {
  const step = estimateNanoseconds(input.stepCalls);
  const sample =
    estimateNanoseconds(input.sampledStepCalls) -
    step +
    (3 * input.words) / wordsPerNanosecond +
    input.scalars * nanosecondsPerScalar;
  const affordable = Math.ceil(sample / (sampleShare * step));
  const sparsest = Math.max(1, Math.floor(input.totalSteps / fewestSamples));
  return Math.max(Math.min(affordable, sparsest), Math.ceil(input.totalSteps / mostSamples));
}

/** Whether the step that ends as number `step` (from 1) is looked at: by the stride, and 1, 2, 4, 8 … before it. */
export function isSampled(step: number, stride: number): boolean {
  if (stride === Infinity) return false;
  return step % stride === 0 || (step < stride && (step & (step - 1)) === 0);
}
