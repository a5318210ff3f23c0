import { numberOption } from '../member.js';
import type { Initializer } from './initializer.js';

export const constant: Initializer = {
  name: 'constant',
  doc:
    'All the same value. For biases that should start somewhere else than at 0, such as the log-odds of a rare ' +
    'class; as weights they leave every unit of the layer a copy of the others.',
  options: { value: { kind: 'number', default: 0, doc: 'The value that every element starts at.' } },
  fill: (config, _target, _random, values) => {
    values.fill(numberOption(config, 'value'));
  },
};
