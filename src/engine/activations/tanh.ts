import { defineActivation } from './activation.js';

export const tanh = defineActivation({
  name: 'tanh',
  doc: 'f(x) = (eˣ − e⁻ˣ) / (eˣ + e⁻ˣ), between −1 and 1 and centred on 0. Good in small and in recurrent networks; large inputs saturate it, and then hardly any gradient passes.',
  keepsZero: true,
  gain: 5 / 3,
  defaultInit: 'glorotUniform',
  watch: 'saturatedTanh',
});
