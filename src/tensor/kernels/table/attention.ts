import type { KernelGroup } from './kernelGroup.js';

/** Sizes of scaled dot-product attention (Vaswani et al. 2017) of each sample and head by itself. */
const sizes = {
  samples: 'int',
  /** Of a sample, of which the first are real. */
  positions8: 'int',
  heads: 'int',
  /** Numbers of a head, padded. */
  width8: 'int',
} as const;

/**
 * `qkv` has a row for each position, `[samples · positions8][3][heads][width8]`: queries, keys and values, zero in
 * the padding of a head. The weights of attention are `[samples][heads][positions8][positions8]`: a row for each
 * query, a column for each key. `causal` 1: no query sees the keys behind it.
 */
export const attentionKernels = {
  /** weights = softmax over the first `positions` keys of scale · query·key; 0 elsewhere */
  attentionWeights: {
    qkv: 'pointer',
    weights: 'pointer',
    ...sizes,
    positions: 'int',
    causal: 'int',
    scale: 'float',
  },
  /** y `[samples · positions8][heads][width8]`: the mean of the values by these weights */
  attentionMix: { qkv: 'pointer', weights: 'pointer', y: 'pointer', ...sizes, causal: 'int' },
  /** dWeights, and the part of dQkv that is values', from dy; of a causal one dWeights is not told behind a query */
  attentionMixBackward: {
    qkv: 'pointer',
    weights: 'pointer',
    dy: 'pointer',
    dWeights: 'pointer',
    dQkv: 'pointer',
    ...sizes,
    causal: 'int',
  },
  /** the parts of dQkv that are queries' and keys'; dWeights is overwritten */
  attentionWeightsBackward: {
    qkv: 'pointer',
    weights: 'pointer',
    dWeights: 'pointer',
    dQkv: 'pointer',
    ...sizes,
    causal: 'int',
    scale: 'float',
  },
} as const satisfies KernelGroup;
