import type { KernelGroup } from './kernelGroup.js';

/** Activations; the first two element by element, `kind` being an index into `activationKinds`. y may be x, except
 * for gelu, silu and softplus, whose backward needs the input; dx may be dy. */
export const activationKernels = {
  activationForward: { kind: 'int', x: 'pointer', y: 'pointer', count: 'int' },
  /** dx = dy · f′, from the input x and the output y */
  activationBackward: { kind: 'int', x: 'pointer', y: 'pointer', dy: 'pointer', dx: 'pointer', count: 'int' },
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
