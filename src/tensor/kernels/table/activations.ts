import type { KernelGroup } from './kernelGroup.js';

/** Activations; the first ones element by element, `kind` being an index into `activationKinds`. y may be x, except
 * for gelu, silu and softplus, whose backward needs the input; dx may be dy. */
export const activationKernels = {
  activationForward: { kind: 'int', x: 'pointer', y: 'pointer', count: 'int' },
  /** dx = dy · f′, from the input x and the output y */
  activationBackward: { kind: 'int', x: 'pointer', y: 'pointer', dy: 'pointer', dx: 'pointer', count: 'int' },
  /**
   * Differences in place of derivatives: words i and i + half (i < half) are a pair. Where x differs within it by
   * more than 1e-6, dx = dy · Δy/Δx for both; elsewhere dx stays as it is.
   */
  rescaleBackward: { x: 'pointer', y: 'pointer', dy: 'pointer', dx: 'pointer', half: 'int' },
  /** by row over n columns; the padding of y is 0 */
  softmaxForward: { x: 'pointer', y: 'pointer', rows4: 'int', n: 'int', ld: 'int' },
  softmaxBackward: { y: 'pointer', dy: 'pointer', dx: 'pointer', rows4: 'int', n: 'int', ld: 'int' },
} as const satisfies KernelGroup;

/** The element-wise activations in the order of their `kind`. */
export const activationKinds = [
  'linear',
  'relu',
  'leakyRelu',
  'elu',
  'selu',
  'gelu',
  'silu',
  'sigmoid',
  'tanh',
  'softplus',
] as const;
