import { defineLayer } from './layer.js';
import { averagePooling, windowedPool } from './pool.js';

export const avgPool1d = defineLayer({
  name: 'avgPool1d',
  doc: 'The mean of each window of each channel of a series [channels, length]; padding counts as zeros, as in PyTorch. Smoother than the largest value.',
  isRescalable: true,
  ...windowedPool(1, averagePooling),
});
