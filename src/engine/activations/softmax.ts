import type { Activation } from './activation.js';

/** By row, not by element: it has kernels of its own. */
export const softmax: Activation = {
  name: 'softmax',
  doc: 'fᵢ(x) = eˣⁱ / Σⱼ eˣʲ over the last axis: positive values that sum to 1. The loss crossEntropy takes logits and applies it itself, so a classifier’s last layer does not need it; use it inside a network to weigh alternatives.',
  options: {},
  keepsZero: true,
  gain: 1,
  defaultInit: 'glorotUniform',
};
