import type { KernelCall, KernelName } from './table.js';

/** A call of a kernel, and what the loop does around a program. */
const nanosecondsPerCall = 50;
/** Speeds of one core with 128-bit vectors, on the low side. */
const operationsPerNanosecond = 40;
const wordsPerNanosecond = 2;

type Values = Readonly<Record<string, number>>;

/** Estimated nanoseconds of a program on one thread: a function of the calls alone, the same on every machine. */
export function estimateNanoseconds(calls: readonly KernelCall[]): number {
  return calls.reduce((sum, call) => sum + estimateCall(call), 0);
}

/** Products cost their multiplications and additions, all else the words that pass through. */
export function estimateCall({ kernel, arguments: values }: KernelCall): number {
  const multiplications = countMultiplications(kernel, values);
  if (multiplications > 0) return nanosecondsPerCall + (2 * multiplications) / operationsPerNanosecond;
  return nanosecondsPerCall + countWords(values) / wordsPerNanosecond;
}

function countWords(values: Values): number {
  const { rows4, ld, n8, n, count, rows = 0, images, height = 1, width = 1 } = values;
  const { count0, count1 = 1, count2 = 1, count3 = 1 } = values;
  if (count0 !== undefined) return count0 * count1 * count2 * count3;
  const places = images === undefined ? (rows4 ?? rows) : images * height * width;
  return count ?? places * (n8 ?? ld ?? n ?? 1);
}

/** Of a product, told by the sizes that it takes; 0 for all else. */
function countMultiplications(kernel: KernelName, values: Values): number {
  const { rows4 = 0, in8, columns8 = in8, out8 = 0, images = 0, outHeight = 1, outWidth = 1 } = values;
  if (columns8 !== undefined) return rows4 * columns8 * (kernel === 'denseForward' ? in8! : out8);
  const { kernelHeight = 1, kernelWidth = 1, groups = 1, channels = 1, filters8, ld = 0 } = values;
  const { poolOutHeight = 0, poolOutWidth = 0 } = values;
  // On the way back through a pool, each of its windows has to do with one place.
  const places = kernel.startsWith('pooledConvolutionBackward')
    ? poolOutHeight * poolOutWidth
    : outHeight * outWidth;
  const taps = images * places * kernelHeight * kernelWidth;
  if (filters8 !== undefined) return taps * groups * channels * filters8;
  if (kernel.startsWith('depthwise')) return taps * ld;
  const { samples = 0, heads = 1, positions8, width8 = 0, steps = 1, n8 = 0 } = values;
  if (positions8 !== undefined) {
    return samples * heads * positions8 * positions8 * width8 * (kernel.endsWith('Backward') ? 2 : 1);
  }
  const gates = kernel.startsWith('lstm') ? 4 : kernel.startsWith('gru') ? 3 : 0;
  return steps * rows4 * gates * n8 * n8;
}
