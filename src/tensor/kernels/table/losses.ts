import type { KernelGroup } from './kernelGroup.js';

/** Losses: *loss = mean over the batch; dOutput = its gradient (0 in the padding; dOutput 0: not wanted). Targets are
 * floats: one class index a row, `[rows4]`, or n values a row, `[rows4][ld]`. */
export const lossKernels = {
  /** target a class index; classWeights 0: none; else [n], and the mean is PyTorch's weighted mean */
  crossEntropy: {
    logits: 'pointer',
    target: 'pointer',
    dOutput: 'pointer',
    loss: 'pointer',
    classWeights: 'pointer',
    rows: 'int',
    rows4: 'int',
    n: 'int',
    ld: 'int',
  },
  /** on logits; target [rows4][ld]; classWeights [2] for one output (by class), [n] for several (by output), 0 for none; the mean is over rows × n whatever the weights, as PyTorch */
  binaryCrossEntropy: {
    logits: 'pointer',
    target: 'pointer',
    dOutput: 'pointer',
    loss: 'pointer',
    classWeights: 'pointer',
    rows: 'int',
    rows4: 'int',
    n: 'int',
    ld: 'int',
  },
  /** target [rows4][ld], as in mae and huber */
  mse: {
    output: 'pointer',
    target: 'pointer',
    dOutput: 'pointer',
    loss: 'pointer',
    rows: 'int',
    rows4: 'int',
    n: 'int',
    ld: 'int',
  },
  mae: {
    output: 'pointer',
    target: 'pointer',
    dOutput: 'pointer',
    loss: 'pointer',
    rows: 'int',
    rows4: 'int',
    n: 'int',
    ld: 'int',
  },
  huber: {
    output: 'pointer',
    target: 'pointer',
    dOutput: 'pointer',
    loss: 'pointer',
    rows: 'int',
    rows4: 'int',
    n: 'int',
    ld: 'int',
    delta: 'float',
  },
  /** n = 1: max(0, 1 − y·logit), y = ±1 from a target [rows4][ld] of 0/1; n > 1: PyTorch's MultiMarginLoss, target a class index, [rows4] */
  hinge: {
    logits: 'pointer',
    target: 'pointer',
    dOutput: 'pointer',
    loss: 'pointer',
    rows: 'int',
    rows4: 'int',
    n: 'int',
    ld: 'int',
  },
} as const satisfies KernelGroup;
