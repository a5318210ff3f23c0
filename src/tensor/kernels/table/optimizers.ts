import type { KernelGroup } from './kernelGroup.js';

/** Where the norms of the gradient go, which an update finds on the way. */
const findsNorms = { segments: 'pointer', segmentCount: 'int', norms: 'pointer' } as const;

/**
 * Optimizers: one pass over the parameters; `step` gives learning rate and bias corrections; slots that the options do
 * not need (momentum 0, not centered, no amsgrad) are 0; moments below 1e-30 become 0. Where there are `norms` (0: not
 * wanted) they get what `segmentNorms` would write there; the segments follow each other and together are the whole
 * gradient.
 */
export const optimizerKernels = {
  sgdUpdate: {
    parameter: 'pointer',
    gradient: 'pointer',
    momentumBuffer: 'pointer',
    count: 'int',
    step: 'pointer',
    momentum: 'float',
    nesterov: 'int',
    weightDecay: 'float',
    ...findsNorms,
  },
  rmspropUpdate: {
    parameter: 'pointer',
    gradient: 'pointer',
    squareAverage: 'pointer',
    momentumBuffer: 'pointer',
    gradientAverage: 'pointer',
    count: 'int',
    step: 'pointer',
    alpha: 'float',
    epsilon: 'float',
    momentum: 'float',
    weightDecay: 'float',
    ...findsNorms,
  },
  adagradUpdate: {
    parameter: 'pointer',
    gradient: 'pointer',
    sum: 'pointer',
    count: 'int',
    step: 'pointer',
    epsilon: 'float',
    weightDecay: 'float',
    ...findsNorms,
  },
  /** maxSecond 0: no amsgrad; decoupled 1: adamW; squares count 1e-30 at least, so that their mean does not end at 0 */
  adamUpdate: {
    parameter: 'pointer',
    gradient: 'pointer',
    first: 'pointer',
    second: 'pointer',
    maxSecond: 'pointer',
    count: 'int',
    step: 'pointer',
    beta1: 'float',
    beta2: 'float',
    epsilon: 'float',
    weightDecay: 'float',
    decoupled: 'int',
    ...findsNorms,
  },
  /** the products of μ stand in the step block */
  nadamUpdate: {
    parameter: 'pointer',
    gradient: 'pointer',
    first: 'pointer',
    second: 'pointer',
    count: 'int',
    step: 'pointer',
    beta1: 'float',
    beta2: 'float',
    epsilon: 'float',
    weightDecay: 'float',
    ...findsNorms,
  },
  lionUpdate: {
    parameter: 'pointer',
    gradient: 'pointer',
    first: 'pointer',
    count: 'int',
    step: 'pointer',
    beta1: 'float',
    beta2: 'float',
    weightDecay: 'float',
    ...findsNorms,
  },
} as const satisfies KernelGroup;
