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
  /** Zero the columns n..ld of the first rows and all of rows..rows4. */
  clearPadding: { x: 'pointer', rows: 'int', rows4: 'int', n: 'int', ld: 'int' },
  fill: { x: 'pointer', count: 'int', value: 'float' },
  copy: { source: 'pointer', destination: 'pointer', count: 'int' },
  /** destination[o·destinationOuter + i·destinationInner + j] = source[o·sourceOuter + i·sourceInner + j], j < width */
  copyBlocks: {
    source: 'pointer',
    destination: 'pointer',
    outer: 'int',
    inner: 'int',
    width: 'int',
    sourceOuter: 'int',
    sourceInner: 'int',
    destinationOuter: 'int',
    destinationInner: 'int',
  },
  /** out = a + b */
  add: { a: 'pointer', b: 'pointer', out: 'pointer', count: 'int' },
  /** out = a · b, element by element */
  multiply: { a: 'pointer', b: 'pointer', out: 'pointer', count: 'int' },
} as const satisfies KernelGroup;
