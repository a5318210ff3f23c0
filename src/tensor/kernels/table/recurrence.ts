import type { KernelGroup } from './kernelGroup.js';

const sizes = {
  steps: 'int',
  /** Samples of a step; steps lie one behind the other. */
  batch4: 'int',
  /** Of which a call works on so many. */
  rows4: 'int',
  n8: 'int',
} as const;

/**
 * Recurrent layers, all steps of them in one call. `gates` are `[steps][batch4][gates][n8]`, and hold the products with
 * the layer's inputs and their bias before `lstmForward` and `gruForward`, and the gates themselves after. `hidden` and `cell` are
 * `[steps + 1][batch4][n8]`, of which the first is where a sequence starts. `weight` is that of the hidden state,
 * panels of `n8` inputs and all gates; `transposed` is what `transposePanels` makes of it. `dHidden` `[rows4][n8]` holds the gradient of the last hidden
 * state before, of the first one after; `dOutputs` `[steps][batch4][n8]` (0: none) is what comes from above at each step.
 */
export const recurrenceKernels = {
  /** The panels of Wᵀ from those of W, so that the way back is a product like the way forward. */
  transposePanels: { weight: 'pointer', transposed: 'pointer', in8: 'int', out8: 'int' },
  /** Gates i, f, g, o: c = f·c + i·g, h = o·tanh(c) (Hochreiter & Schmidhuber 1997, as PyTorch's LSTM); the bias of both products stands in `gates` */
  lstmForward: {
    gates: 'pointer',
    weight: 'pointer',
    hidden: 'pointer',
    cell: 'pointer',
    ...sizes,
  },
  /** dGates from dHidden and dOutputs; `dCell` `[rows4][n8]` is written */
  lstmBackward: {
    gates: 'pointer',
    transposed: 'pointer',
    cell: 'pointer',
    dOutputs: 'pointer',
    dHidden: 'pointer',
    dCell: 'pointer',
    dGates: 'pointer',
    ...sizes,
  },
  /**
   * Gates r, z, n: n = tanh(x-product + r·candidate), h = (1 − z)·n + z·h (Cho et al. 2014, as PyTorch's GRU).
   * `candidates` `[steps][batch4][n8]` keeps the n part of the products with the hidden state, their `bias` (0:
   * none) included; `products` `[rows4][3][n8]` is written.
   */
  gruForward: {
    gates: 'pointer',
    weight: 'pointer',
    bias: 'pointer',
    hidden: 'pointer',
    candidates: 'pointer',
    products: 'pointer',
    ...sizes,
  },
  /** dGates, of the products with the inputs, and dProducts `[steps][batch4][3][n8]`, of those with the hidden state. */
  gruBackward: {
    gates: 'pointer',
    transposed: 'pointer',
    hidden: 'pointer',
    candidates: 'pointer',
    dOutputs: 'pointer',
    dHidden: 'pointer',
    dGates: 'pointer',
    dProducts: 'pointer',
    ...sizes,
  },
} as const satisfies KernelGroup;
