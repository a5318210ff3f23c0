import { defineActivation } from './activation.js';

export const elu = defineActivation({
  name: 'elu',
  doc: 'f(x) = x for x > 0, else eˣ − 1. Smooth, with outputs whose mean is nearer to zero than those of relu; saturates at −1 for very negative input.',
  keepsZero: true,
  gain: 1,
  defaultInit: 'heNormal',
});
