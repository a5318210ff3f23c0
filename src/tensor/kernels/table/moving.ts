import type { KernelGroup } from './kernelGroup.js';

/** Moving rows and blocks, and arithmetic on whole buffers. */
export const movingKernels = {
  /** batch[r] = source[order[cursor + r]], the source unpadded `[…][width]`, for r < rows; padding rows and columns 0. `order` 0: rows in file order. */
  gatherRows: {
    source: 'pointer',
    order: 'pointer',
    step: 'pointer',
    batch: 'pointer',
    rows: 'int',
    rows4: 'int',
    width: 'int',
    ld: 'int',
  },
  /** order (i32) = 0 … count − 1 as `shuffleInto` of `random.ts` shuffles them for (seed, purpose, epoch) */
  shuffleOrder: { order: 'pointer', count: 'int', purpose: 'int', step: 'pointer' },
  /** Zero the columns n..ld of the first rows and all of rows..rows4. */
  clearPadding: { x: 'pointer', rows: 'int', rows4: 'int', n: 'int', ld: 'int' },
  fill: { x: 'pointer', count: 'int', value: 'float' },
  copy: { source: 'pointer', destination: 'pointer', count: 'int' },
  /**
   * destination[Σ i·to] = source[Σ i·from] over four nested loops, the outermost first: any change of layout. A loop
   * that is not needed has the count 1.
   */
  permute: {
    source: 'pointer',
    destination: 'pointer',
    count0: 'int',
    count1: 'int',
    count2: 'int',
    count3: 'int',
    from0: 'int',
    from1: 'int',
    from2: 'int',
    from3: 'int',
    to0: 'int',
    to1: 'int',
    to2: 'int',
    to3: 'int',
  },
  /** out = a + b */
  add: { a: 'pointer', b: 'pointer', out: 'pointer', count: 'int' },
  /** out[i] = Σ terms[t·stride + i] over `termCount` terms in their order */
  addUp: { terms: 'pointer', stride: 'int', termCount: 'int', out: 'pointer', count: 'int' },
  /** out = a · b, element by element */
  multiply: { a: 'pointer', b: 'pointer', out: 'pointer', count: 'int' },
} as const satisfies KernelGroup;
