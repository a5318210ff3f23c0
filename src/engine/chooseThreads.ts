import { estimateNanoseconds } from '../tensor/kernels/cost.js';
import type { Machine } from '../tensor/kernels/machine.js';
import type { KernelCall } from '../tensor/kernels/table.js';

/** A step that is estimated to take less is run on one thread without a trial. */
const leastStepNanoseconds = 100_000;
/** More share memory and caches of a desktop's processor without being faster. */
const mostThreads = 8;
/** What a trial of one number of threads takes, in milliseconds, where a step is shorter than that. */
const trialMs = 15;
/** By how much more threads have to be faster than fewer. */
const leastGain = 1.1;

/** The threads that a training is to be tried on: what was asked for, else what its step may be worth. */
export function threadsToTry(step: readonly KernelCall[], asked: number | undefined, cores: number): number {
  if (asked !== undefined) return asked;
  if (estimateNanoseconds(step) < leastStepNanoseconds) return 1;
  return Math.max(1, Math.min(cores - 1, mostThreads));
}

/**
 * The fastest number of threads for a step, by running it. What the step computes is lost: this comes before the
 * weights are drawn.
 */
export function tryThreads(step: readonly KernelCall[], machine: Machine): number {
  let best = { threads: 1, milliseconds: timeOf(step, machine, 1) };
  for (let threads = 2; threads <= machine.threads; threads = nextTried(threads, machine.threads)) {
    const milliseconds = timeOf(step, machine, threads);
    if (milliseconds * leastGain < best.milliseconds) best = { threads, milliseconds };
  }
  return best.threads;
}

/** 2, 4, 8 … and all that there are. */
function nextTried(threads: number, all: number): number {
  return threads < all ? Math.min(2 * threads, all) : all + 1;
}

/** The shortest of some runs, the first of which warms up. */
function timeOf(step: readonly KernelCall[], machine: Machine, threads: number): number {
  const program = machine.compile(step, threads);
  program.run();
  const begun = performance.now();
  let shortest = Infinity;
  do {
    const start = performance.now();
    program.run();
    shortest = Math.min(shortest, performance.now() - start);
  } while (performance.now() - begun < trialMs);
  return shortest;
}
