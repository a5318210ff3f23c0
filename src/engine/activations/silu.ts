import { defineActivation } from './activation.js';

export const silu = defineActivation({
  name: 'silu',
  doc: 'f(x) = x·σ(x), also called swish. Smooth, unbounded above, slightly negative below zero; often a little better than relu in deep networks and a little slower.',
  keepsZero: true,
  gain: 1,
  defaultInit: 'glorotUniform',
});
