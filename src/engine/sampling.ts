/**
 * How often a training is looked at. The stride follows from an estimate of what a step and a look cost, so that
 * watching stays below a twentieth of the time; it is a function of the plan alone and the same on every machine.
 */
import type { KernelCall, KernelName } from '../tensor/kernels/table.js';

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
  return calls.reduce((sum, call) => sum + nanosecondsPerCall + estimateCall(call.kernel, call.arguments), 0);
}

/** Products cost their multiplications and additions, all else the words that pass through. */
function estimateCall(kernel: KernelName, values: Values): number {
  const multiplications = countMultiplications(kernel, values);
  if (multiplications > 0) return (2 * multiplications) / operationsPerNanosecond;
  const { rows4, ld, n8, n, count, rows = 0, segments, images, height = 1, width = 1 } = values;
  if (segments !== undefined) return 0;
  const places = images === undefined ? (rows4 ?? rows) : images * height * width;
  const words = count ?? places * (ld ?? n8 ?? n ?? 1);
  return words / wordsPerNanosecond;
}

type Values = Readonly<Record<string, number>>;

/** Of a product, told by the sizes that it takes; 0 for all else. */
function countMultiplications(kernel: KernelName, values: Values): number {
  const { rows4 = 0, in8, out8 = 0, images = 0, outHeight = 1, outWidth = 1 } = values;
  if (in8 !== undefined) return rows4 * in8 * out8;
  const { kernelHeight = 1, kernelWidth = 1, groups = 1, channels = 1, filters8, ld = 0 } = values;
  const taps = images * outHeight * outWidth * kernelHeight * kernelWidth;
  if (filters8 !== undefined) return taps * groups * channels * filters8;
  if (kernel.startsWith('depthwise')) return taps * ld;
  const { samples = 0, heads = 1, positions8, width8 = 0, steps = 1, n8 = 0 } = values;
  if (positions8 !== undefined) {
    return samples * heads * positions8 * positions8 * width8 * (kernel.endsWith('Backward') ? 2 : 1);
  }
  const gates = kernel.startsWith('lstm') ? 4 : kernel.startsWith('gru') ? 3 : 0;
  return steps * rows4 * gates * n8 * n8;
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
