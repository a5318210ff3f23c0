import type { KernelGroup } from './kernelGroup.js';

/** Dropout: mask = keep ? 1/(1−rate) : 0, drawn from (seed, purpose, step, element); backward is `multiply` by the mask. */
export const dropoutKernels = {
  dropoutForward: {
    x: 'pointer',
    y: 'pointer',
    mask: 'pointer',
    count: 'int',
    rate: 'float',
    purpose: 'int',
    step: 'pointer',
  },
} as const satisfies KernelGroup;
