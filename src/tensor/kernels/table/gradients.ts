import type { KernelGroup } from './kernelGroup.js';

/** Penalties, and gradients as a whole; `segments` points to `count` pairs of words (offset, length). */
export const gradientKernels = {
  /** gradient += l1·sign(w) + 2·l2·w; *penalty += l1·Σ|w| + l2·Σw² (penalty 0: not wanted; gradient 0: not wanted) */
  addPenalty: {
    weight: 'pointer',
    gradient: 'pointer',
    penalty: 'pointer',
    count: 'int',
    l1: 'float',
    l2: 'float',
  },
  /** norms[i] = ‖x over segment i‖, safe against under- and overflow of the squares; norms[count] = the norm of all together */
  segmentNorms: { segments: 'pointer', count: 'int', norms: 'pointer' },
  /** out[i] = the norm of all pieces that `owners` (integers, in order; −1: nobody's) says are i's, from their norms; out[count] = the norm of all together */
  combineNorms: { norms: 'pointer', owners: 'pointer', pieces: 'int', out: 'pointer', count: 'int' },
  /** sums[i] += norms[i] for i ≤ count */
  accumulate: { values: 'pointer', sums: 'pointer', count: 'int' },
  /** gradient ·= min(1, maxNorm / (*norm + 1e-6)), as PyTorch's clip_grad_norm_ */
  clipByNorm: { gradient: 'pointer', count: 'int', norm: 'pointer', maxNorm: 'float' },
  clipByValue: { gradient: 'pointer', count: 'int', limit: 'float' },
} as const satisfies KernelGroup;
