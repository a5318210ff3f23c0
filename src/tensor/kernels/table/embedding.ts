import type { KernelGroup } from './kernelGroup.js';

/**
 * Vectors of tokens and of positions. Tokens are floats: `positions` of them in each row of `tokenLd`, one for each
 * row of y and dy. What is no token (a fraction, a number outside of the vocabulary) is rounded down, and taken for
 * the first or the last one.
 */
export const embeddingKernels = {
  /** y[r] = weight[token r], weight `[vocabulary][ld]`; padding rows are 0 */
  embeddingForward: {
    tokens: 'pointer',
    weight: 'pointer',
    y: 'pointer',
    rows: 'int',
    rows4: 'int',
    positions: 'int',
    tokenLd: 'int',
    vocabulary: 'int',
    ld: 'int',
  },
  /** dWeight[token r] = Σ dy[r], in the order of the rows; 0 where a token does not occur */
  embeddingBackward: {
    tokens: 'pointer',
    dy: 'pointer',
    dWeight: 'pointer',
    rows: 'int',
    positions: 'int',
    tokenLd: 'int',
    vocabulary: 'int',
    ld: 'int',
  },
  /** y[i] = x[i] + addend[i mod period]; count and period multiples of 8 */
  addRepeated: { x: 'pointer', addend: 'pointer', y: 'pointer', count: 'int', period: 'int' },
  /** out[i] = Σ x[i + k·period] over count numbers, a multiple of the period */
  sumRepeated: { x: 'pointer', out: 'pointer', count: 'int', period: 'int' },
} as const satisfies KernelGroup;
