import type { Difference } from '../inspect/difference.js';

/** A tensor of two files, and how it moved. */
export interface ComparedTensor {
  readonly name: string;
  /** Its name in the second file, where that is another. */
  readonly other?: string;
  readonly status: 'same' | 'changed' | 'added' | 'removed' | 'reshaped';
  readonly before?: readonly number[];
  readonly after?: readonly number[];
  /** Absent where there is nothing to compare, or it cannot be read; then `problem` says why. */
  readonly difference?: Difference;
  /** Of second less first, in equal bins from the smallest to the largest, where people look at it. */
  readonly counts?: readonly number[];
  readonly problem?: string;
}
