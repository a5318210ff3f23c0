import { defineActivation } from './activation.js';

export const linear = defineActivation({
  name: 'linear',
  doc: 'f(x) = x: the values pass unchanged. The right choice for the last layer, whose loss works on logits or plain values; between two dense layers it would make them collapse into one.',
  keepsZero: true,
  gain: 1,
  defaultInit: 'glorotUniform',
});
