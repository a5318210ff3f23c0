import { sqrt } from '../../tensor/math.js';
import { fillNormal } from './initializer.js';
import type { Initializer } from './initializer.js';

export const lecunNormal: Initializer = {
  name: 'lecunNormal',
  doc:
    'Normal with a variance of 1/in, which keeps the signal’s scale from layer to layer. ' +
    'For selu, whose self-normalising rests on it, and linear layers (LeCun et al. 1998; Klambauer et al. 2017).',
  options: {},
  fill: (_config, { fanIn }, random, values) => {
    fillNormal(values, random, 0, sqrt(1 / fanIn));
  },
};
