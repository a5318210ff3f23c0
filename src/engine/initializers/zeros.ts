import type { Initializer } from './initializer.js';

export const zeros: Initializer = {
  name: 'zeros',
  doc:
    'All 0. Right for biases; a layer whose weights are all 0 gives every unit the same gradient, so that its ' +
    'units stay copies of each other.',
  options: {},
  fill: (_config, _target, _random, values) => {
    values.fill(0);
  },
};
