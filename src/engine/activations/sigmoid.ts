import { defineActivation } from './activation.js';

export const sigmoid = defineActivation({
  name: 'sigmoid',
  doc: 'f(x) = 1 / (1 + e⁻ˣ), between 0 and 1. Its slope is at most 1/4, so gradients shrink through every layer of it: keep it for gates. A last layer needs none, since binaryCrossEntropy takes logits.',
  keepsZero: false,
  gain: 1,
  defaultInit: 'glorotUniform',
  watch: 'saturatedSigmoid',
});
