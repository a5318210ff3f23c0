import type { KernelGroup } from './kernelGroup.js';

/** Rows that are mixed from two others, as attribution asks for them by the million. `in8` at most 32768. */
export const mixtureKernels = {
  /** y = bias + x·W of weights that lie as `[in8][out8]`, passing over zeros of x: quick where most of them are */
  sparseForward: {
    x: 'pointer',
    weight: 'pointer',
    bias: 'pointer',
    y: 'pointer',
    rows: 'int',
    in8: 'int',
    out8: 'int',
  },
  /**
   * For each group g and each of its `count` members z = own[g] + others[g·count + i], rows of in8 + out8 numbers:
   * y = z[in8 …] + max(0, z[… in8])·W of weights `[in8][out8]`, and where relu is 1 max(0, y).
   */
  mixForward: {
    own: 'pointer',
    others: 'pointer',
    weight: 'pointer',
    y: 'pointer',
    groups: 'int',
    count: 'int',
    in8: 'int',
    out8: 'int',
    relu: 'int',
  },
  /** out[g] = Σ shares[i]·x[g·count + i], rows of n8 numbers, summed in double precision */
  averageGroups: {
    x: 'pointer',
    shares: 'pointer',
    out: 'pointer',
    groups: 'int',
    count: 'int',
    n8: 'int',
  },
} as const satisfies KernelGroup;
