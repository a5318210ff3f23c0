import { sqrt } from '../../tensor/math.js';
import { fillUniform } from './initializer.js';
import type { Initializer } from './initializer.js';

export const heUniform: Initializer = {
  name: 'heUniform',
  aliases: ['kaimingUniform'],
  doc:
    'Evenly within ±√(6/in), a variance of 2/in: twice what a linear layer needs, since relu lets half of the ' +
    'signal through. For layers before relu and its kin (He et al. 2015).',
  options: {},
  fill: (_config, { fanIn }, random, values) => {
    const bound = sqrt(6 / fanIn);
    fillUniform(values, random, -bound, bound);
  },
};
