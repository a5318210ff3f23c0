import type { KernelGroup } from './kernelGroup.js';

/** The three products of a dense layer. */
export const denseKernels = {
  /** y = x·Wᵀ + bias (bias 0: none), relu 1: max(0, y) */
  denseForward: {
    x: 'pointer',
    weight: 'pointer',
    bias: 'pointer',
    y: 'pointer',
    rows4: 'int',
    in8: 'int',
    out8: 'int',
    relu: 'int',
  },
  /** The same for `out8` of the outputs, the first of which weight, bias and y point to; rows of y are `ld` apart */
  denseForwardColumns: {
    x: 'pointer',
    weight: 'pointer',
    bias: 'pointer',
    y: 'pointer',
    rows4: 'int',
    in8: 'int',
    out8: 'int',
    ld: 'int',
    relu: 'int',
  },
  /** dW = dyᵀ·x in panel layout, dBias = column sums of dy (dBias 0: none); both are overwritten */
  denseBackwardWeight: {
    x: 'pointer',
    dy: 'pointer',
    dWeight: 'pointer',
    dBias: 'pointer',
    rows4: 'int',
    in8: 'int',
    out8: 'int',
  },
  /** The same for `columns8` of the inputs, the first of which x and dWeight point to */
  denseBackwardWeightColumns: {
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
    in8: 'int',
    out8: 'int',
  },
} as const satisfies KernelGroup;
