/**
 * How often a training is looked at. The stride follows from an estimate of what a step and a look cost, so that
 * watching stays below 3 % of the time; it is a function of the plan alone and the same on every machine.
 */
import { estimateNanoseconds } from '../tensor/kernels/cost.js';
import type { KernelCall } from '../tensor/kernels/table.js';

/** Share of the time that samples may take: norms of every step's gradients, which updates find on the way, take the rest. */
const sampleShare = 0.02;
const mostSamples = 2000;
/** A short training is looked at so often all the same: it takes a few milliseconds in all. */
const fewestSamples = 100;
/** What it costs to hand one scalar to a reader and to write it to an event file. */
const nanosecondsPerScalar = 500;
/** Words that a norm reads. */
const wordsPerNanosecond = 2;

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
