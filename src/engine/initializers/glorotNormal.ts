import { sqrt } from '../../tensor/math.js';
import { fillNormal } from './initializer.js';
import type { Initializer } from './initializer.js';

export const glorotNormal: Initializer = {
  name: 'glorotNormal',
  aliases: ['xavierNormal'],
  doc:
    'Normal with a variance of 2/(in + out), which keeps the scale of signals forwards and of gradients backwards ' +
    'about the same. For tanh, sigmoid, softmax and linear layers (Glorot & Bengio 2010).',
  options: {},
  fill: (_config, { fanIn, fanOut }, random, values) => {
    fillNormal(values, random, 0, sqrt(2 / (fanIn + fanOut)));
  },
};
