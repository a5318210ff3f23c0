import { estimateCall } from '../../tensor/kernels/cost.js';
import type { KernelCall } from '../../tensor/kernels/table.js';
import type { Emitter } from '../emitter.js';

/** What is cheaper, in nanoseconds by the estimate, is summed over all images at once. */
const leastNanoseconds = 10_000;
const mostGroups = 8;
/** Whole groups of 4 rows, wherever an image ends. */
const imageMultiple = 4;
/** All sums of groups together are at most so many words. */
const mostWords = 2 ** 20;

/** A gradient that is a sum over images: where it is to stand, and its words. */
export interface ImageSum {
  readonly pointer: number;
  readonly words: number;
}

/**
 * Emits sums over all images: in groups that may run beside each other, each to sums of its own. `emitGroup` is the
 * call over `count` images from `first` on, which writes to `pointers`. Returns what adds the groups up in their
 * order, to be emitted when they have run. The groups follow from the shapes alone, since they decide the rounding.
 */
export function emitImageSums(
  emitter: Emitter,
  images: number,
  sums: readonly ImageSum[],
  callOf: (first: number, count: number, pointers: readonly number[]) => KernelCall,
): () => void {
  const whole = callOf(
    0,
    images,
    sums.map(({ pointer }) => pointer),
  );
  const words = sums.reduce((total, sum) => total + sum.words, 0);
  const units = Math.floor(images / imageMultiple);
  const groups = Math.min(mostGroups, units, Math.floor(mostWords / words));
  if (groups < 2 || estimateCall(whole) < leastNanoseconds) {
    emitter.push(whole);
    return () => undefined;
  }

  const places = sums.map((sum) => emitter.scratch(groups * sum.words));
  const border = (group: number): number =>
    group === groups ? images : Math.floor((units * group) / groups) * imageMultiple;
  for (let group = 0; group < groups; group++) {
    const pointers = places.map((place, i) => place + group * sums[i]!.words);
    const call = callOf(border(group), border(group + 1) - border(group), pointers);
    emitter.push({ ...call, beside: group > 0 });
  }
  return () => {
    for (const [i, { pointer: out, words: count }] of sums.entries()) {
      emitter.call('addUp', { terms: places[i]!, stride: count, termCount: groups, out, count });
    }
  };
}
