import type { KernelGroup } from './kernelGroup.js';

/** Batch and layer normalisation. */
export const normKernels = {
  /** over the first `rows` rows; running statistics updated with `momentum` (variance unbiased), as PyTorch; relu 1: y = max(0, y); padding rows of y are 0 */
  batchNormForward: {
    x: 'pointer',
    y: 'pointer',
    mean: 'pointer',
    inverseStd: 'pointer',
    gamma: 'pointer',
    beta: 'pointer',
    runningMean: 'pointer',
    runningVar: 'pointer',
    rows: 'int',
    rows4: 'int',
    n8: 'int',
    epsilon: 'float',
    momentum: 'float',
    relu: 'int',
  },
  /** from x, and what the way forward found of its columns */
  batchNormBackward: {
    dy: 'pointer',
    x: 'pointer',
    mean: 'pointer',
    inverseStd: 'pointer',
    gamma: 'pointer',
    dx: 'pointer',
    dGamma: 'pointer',
    dBeta: 'pointer',
    rows: 'int',
    rows4: 'int',
    n8: 'int',
  },
  /** y = (x − mean)/√(var + ε)·γ + β with the running statistics */
  batchNormInference: {
    x: 'pointer',
    y: 'pointer',
    gamma: 'pointer',
    beta: 'pointer',
    runningMean: 'pointer',
    runningVar: 'pointer',
    rows4: 'int',
    n8: 'int',
    epsilon: 'float',
  },
  /** dx = dy·γ/√(var + ε): backward through a frozen batchNorm */
  batchNormInferenceBackward: {
    dy: 'pointer',
    gamma: 'pointer',
    runningVar: 'pointer',
    dx: 'pointer',
    rows4: 'int',
    n8: 'int',
    epsilon: 'float',
  },
  /** by row over n columns */
  layerNormForward: {
    x: 'pointer',
    y: 'pointer',
    normalized: 'pointer',
    inverseStd: 'pointer',
    gamma: 'pointer',
    beta: 'pointer',
    rows4: 'int',
    n: 'int',
    ld: 'int',
    epsilon: 'float',
  },
  layerNormBackward: {
    dy: 'pointer',
    normalized: 'pointer',
    inverseStd: 'pointer',
    gamma: 'pointer',
    dx: 'pointer',
    dGamma: 'pointer',
    dBeta: 'pointer',
    rows4: 'int',
    n: 'int',
    ld: 'int',
  },
} as const satisfies KernelGroup;
