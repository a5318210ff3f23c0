import { defineActivation } from './activation.js';

export const softplus = defineActivation({
  name: 'softplus',
  doc: 'f(x) = ln(1 + eˣ), a smooth relu that is always positive. Useful where an output must be greater than zero, such as a scale or a rate.',
  keepsZero: false,
  gain: 1,
  defaultInit: 'glorotUniform',
});
