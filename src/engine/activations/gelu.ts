import { defineActivation } from './activation.js';

export const gelu = defineActivation({
  name: 'gelu',
  doc: 'f(x) = x·Φ(x), Φ being the normal distribution function, computed exactly. A smooth relative of relu, usual in transformers (Hendrycks & Gimpel 2016).',
  keepsZero: true,
  gain: 1,
  defaultInit: 'glorotUniform',
});
