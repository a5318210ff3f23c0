import { defineLayer } from './layer.js';
import { maxPooling, windowedPool } from './pool.js';

export const maxPool1d = defineLayer({
  name: 'maxPool1d',
  doc: 'The largest value of each window of each channel of a series [channels, length]: makes it smaller and keeps what was found, wherever in the window it stood. Usual after a convolution, with a size of 2.',
  ...windowedPool(1, maxPooling),
});
