import { sqrt } from '../../tensor/math.js';
import { fillUniform } from './initializer.js';
import type { Initializer } from './initializer.js';

export const glorotUniform: Initializer = {
  name: 'glorotUniform',
  aliases: ['xavierUniform'],
  doc:
    'Evenly within ±√(6/(in + out)), a variance of 2/(in + out): keeps the scale of signals forwards and of ' +
    'gradients backwards about the same. For tanh, sigmoid, softmax and linear layers (Glorot & Bengio 2010).',
  options: {},
  fill: (_config, { fanIn, fanOut }, random, values) => {
    const bound = sqrt(6 / (fanIn + fanOut));
    fillUniform(values, random, -bound, bound);
  },
};
