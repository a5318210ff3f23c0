import { defineLayer } from './layer.js';
import { averagePooling, windowedPool } from './pool.js';

export const avgPool2d = defineLayer({
  name: 'avgPool2d',
  doc: 'The mean of each window of each channel of a image [channels, height, width]; padding counts as zeros, as in PyTorch. Smoother than the largest value.',
  isRescalable: true,
  ...windowedPool(2, averagePooling),
});
