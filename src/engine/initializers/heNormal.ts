import { sqrt } from '../../tensor/math.js';
import { fillNormal } from './initializer.js';
import type { Initializer } from './initializer.js';

export const heNormal: Initializer = {
  name: 'heNormal',
  aliases: ['kaimingNormal'],
  doc:
    'Normal with a variance of 2/in: twice what a linear layer needs, since relu lets half of the signal through. ' +
    'For layers before relu and its kin, and the default there (He et al. 2015).',
  options: {},
  fill: (_config, { fanIn }, random, values) => {
    fillNormal(values, random, 0, sqrt(2 / fanIn));
  },
};
