import { numberOption } from '../member.js';
import { fillUniform } from './initializer.js';
import type { Initializer } from './initializer.js';

export const randomUniform: Initializer = {
  name: 'randomUniform',
  aliases: ['uniform'],
  doc:
    'Drawn evenly between two bounds. It knows nothing of the layer’s size: in a deep network heUniform or ' +
    'glorotUniform keep the signal’s scale, this one does not.',
  options: {
    minimum: { kind: 'number', default: -0.05, doc: 'Smallest value.' },
    maximum: { kind: 'number', default: 0.05, doc: 'Largest value (never reached itself).' },
  },
  fill: (config, _target, random, values) => {
    fillUniform(values, random, numberOption(config, 'minimum'), numberOption(config, 'maximum'));
  },
};
