import { defineActivation } from './activation.js';

export const leakyRelu = defineActivation({
  name: 'leakyRelu',
  doc: 'f(x) = x for x > 0, else 0.01·x. Like relu, but a unit with negative input keeps a small gradient and can come back. Take it when many relu units die.',
  keepsZero: true,
  gain: Math.sqrt(2 / (1 + 0.01 ** 2)),
  defaultInit: 'heNormal',
});
