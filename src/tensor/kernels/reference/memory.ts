import type { KernelArguments, KernelName } from '../table.js';

/** The arena as the reference sees it: floats and integers at the same word offsets, in two arrays. */
export interface Memory {
  readonly floats: Float32Array | Float64Array;
  readonly ints: Int32Array;
}

/** A kernel in plain TypeScript: reads and writes the memory, computes in double precision. */
export type ReferenceKernel<K extends KernelName> = (memory: Memory, args: KernelArguments<K>) => void;

/** Moments of optimizers below this become 0, before they decay into denormal numbers, which are slow. */
export const smallestMoment = 1e-30;
