import { numberOption } from '../member.js';
import { fillNormal } from './initializer.js';
import type { Initializer } from './initializer.js';

export const randomNormal: Initializer = {
  name: 'randomNormal',
  aliases: ['normal'],
  doc:
    'Drawn from a normal distribution of a fixed width. It knows nothing of the layer’s size: in a deep network ' +
    'heNormal or glorotUniform keep the signal’s scale, this one does not.',
  options: {
    mean: { kind: 'number', default: 0, doc: 'Middle of the distribution.' },
    std: { kind: 'number', minimum: 0, default: 0.05, doc: 'Standard deviation.' },
  },
  fill: (config, _target, random, values) => {
    fillNormal(values, random, numberOption(config, 'mean'), numberOption(config, 'std'));
  },
};
