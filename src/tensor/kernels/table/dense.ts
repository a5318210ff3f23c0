import type { KernelGroup } from './kernelGroup.js';

/**
 * The three products of a dense layer, or of `columns8` columns of the result: outputs on the way forward, else inputs,
 * the first of which the pointers to what has columns point to.
 */
export const denseKernels = {
  /** y = x·Wᵀ + bias (bias 0: none), relu 1: max(0, y) */
  denseForward: {
    x: 'pointer',
    weight: 'pointer',
    bias: 'pointer',
    y: 'pointer',
    rows4: 'int',
    columns8: 'int',
    in8: 'int',
    out8: 'int',
    relu: 'int',
  },
  /** dW = dyᵀ·x in panel layout, dBias = column sums of dy (dBias 0: none); both are overwritten */
  denseBackwardWeight: {
    x: 'pointer',
    dy: 'pointer',
    dWeight: 'pointer',
    dBias: 'pointer',
    rows4: 'int',
    columns8: 'int',
    in8: 'int',
    out8: 'int',
  },
  /** dx = dy·W, then zeroed where `reluOutput` ≤ 0 (reluOutput 0: not masked) */
  denseBackwardInput: {
    dy: 'pointer',
    weight: 'pointer',
    dx: 'pointer',
    reluOutput: 'pointer',
    rows4: 'int',
    columns8: 'int',
    in8: 'int',
    out8: 'int',
  },
} as const satisfies KernelGroup;
