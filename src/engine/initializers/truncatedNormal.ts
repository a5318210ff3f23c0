import { numberOption } from '../member.js';
import { normalQuantile } from './normalQuantile.js';
import type { Initializer } from './initializer.js';

/** Φ(−2): the share of a normal distribution that lies more than two standard deviations below its mean. */
const tail = 0.022750131948179195;

/**
 * By inverting the distribution, so that one element takes one number. `std` is that of the normal before it is
 * cut, as in PyTorch's trunc_normal_ and TensorFlow's; what comes out has 0.880 of it.
 */
export const truncatedNormal: Initializer = {
  name: 'truncatedNormal',
  doc:
    'A normal distribution without what lies more than two standard deviations from its mean, so that no weight ' +
    'starts far out; what is left has 0.88 of the standard deviation given. Usual in transformers, with 0.02.',
  options: {
    mean: { kind: 'number', default: 0, doc: 'Middle of the distribution.' },
    std: {
      kind: 'number',
      minimum: 0,
      default: 0.05,
      doc: 'Standard deviation before the ends are cut off.',
    },
  },
  fill: (config, _target, random, values) => {
    const mean = numberOption(config, 'mean');
    const std = numberOption(config, 'std');
    for (let i = 0; i < values.length; i++) {
      values[i] = mean + std * normalQuantile(tail + (1 - 2 * tail) * random.uniform(i));
    }
  },
};
