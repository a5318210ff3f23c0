import { sqrt } from '../../tensor/math.js';
import { fillUniform } from './initializer.js';
import type { Initializer } from './initializer.js';

export const lecunUniform: Initializer = {
  name: 'lecunUniform',
  doc:
    'Evenly within ±√(3/in), a variance of 1/in, which keeps the signal’s scale from layer to layer. ' +
    'For selu and linear layers (LeCun et al. 1998; Klambauer et al. 2017).',
  options: {},
  fill: (_config, { fanIn }, random, values) => {
    const bound = sqrt(3 / fanIn);
    fillUniform(values, random, -bound, bound);
  },
};
