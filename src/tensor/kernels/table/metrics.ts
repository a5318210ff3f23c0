import type { KernelGroup } from './kernelGroup.js';

/** Metrics of a batch, each a sum over its rows written to *out. */
export const metricKernels = {
  /** rows whose largest logit is at the target's class (the first of equals) */
  countCorrect: { logits: 'pointer', target: 'pointer', out: 'pointer', rows: 'int', n: 'int', ld: 'int' },
  /** elements whose logit's sign says the target (0/1) */
  countCorrectBinary: {
    logits: 'pointer',
    target: 'pointer',
    out: 'pointer',
    rows: 'int',
    n: 'int',
    ld: 'int',
  },
  /** out[0] = Σ|y − t|, out[1] = Σ(y − t)² over rows × n */
  sumErrors: { output: 'pointer', target: 'pointer', out: 'pointer', rows: 'int', n: 'int', ld: 'int' },
} as const satisfies KernelGroup;
