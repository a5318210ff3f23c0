import type { KernelGroup } from './kernelGroup.js';

/** What is looked at beside training. */
export const watchingKernels = {
  /** norms[i] = ‖a − b‖ over segment i of a and the same places of b, b standing `distance` words after a */
  segmentDifferenceNorms: { segments: 'pointer', count: 'int', distance: 'int', norms: 'pointer' },
  /** out = mean, std (divisor N) over rows × n */
  moments: { x: 'pointer', out: 'pointer', rows: 'int', n: 'int', ld: 'int' },
  /** counts[j] (i32) += rows with x > 0 (mode 0), |x| > 0.97 (mode 1: tanh), x < 0.015 or x > 0.985 (mode 2: sigmoid) */
  countUnits: { x: 'pointer', counts: 'pointer', rows: 'int', n: 'int', ld: 'int', mode: 'int' },
  /** counts[0..bins) (i32) += histogram of x over [minimum, maximum] (both included; equal: all in bin 0); what lies outside and NaN are not counted, padding is */
  histogram: {
    x: 'pointer',
    counts: 'pointer',
    count: 'int',
    minimum: 'float',
    maximum: 'float',
    bins: 'int',
  },
} as const satisfies KernelGroup;
