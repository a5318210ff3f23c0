import { defineActivation } from './activation.js';

export const relu = defineActivation({
  name: 'relu',
  doc: 'f(x) = max(0, x). Cheap, does not saturate for positive values, and the usual first choice in hidden layers. A unit whose input is negative on every row gets no gradient and stays dead.',
  keepsZero: true,
  gain: Math.SQRT2,
  defaultInit: 'heNormal',
  watch: 'dead',
});
