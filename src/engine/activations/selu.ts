import { defineActivation } from './activation.js';

export const selu = defineActivation({
  name: 'selu',
  doc: 'f(x) = λ·x for x > 0, else λ·α·(eˣ − 1), with λ ≈ 1.0507 and α ≈ 1.6733. In plain stacks of dense layers it pulls mean and variance towards 0 and 1 by itself; pair it with the initialiser lecunNormal (Klambauer et al. 2017).',
  keepsZero: true,
  gain: 0.75,
  defaultInit: 'glorotUniform',
});
