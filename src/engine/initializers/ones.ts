import type { Initializer } from './initializer.js';

export const ones: Initializer = {
  name: 'ones',
  doc: 'All 1: the scale of a norm, or the bias of a gate that should start open. Weights that are all the same learn the same.',
  options: {},
  fill: (_config, _target, _random, values) => {
    values.fill(1);
  },
};
