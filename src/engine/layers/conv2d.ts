import {
  convolutionOperations,
  convolutionOptions,
  describeConvolution,
  emitConvolution,
} from './convolution.js';
import { defineLayer } from './layer.js';
import { emitPooledConvolution } from './pooledConvolution.js';

export const conv2d = defineLayer({
  name: 'conv2d',
  doc: 'A kernel that moves over an image [channels, height, width]: y = f(Σ w·x + b) at each place, with the same weights everywhere. The building block of networks on images; weight is [filters, channels/groups, height, width] as in PyTorch’s Conv2d. 16 to 64 filters of 3 × 3, then a pool, is a good start.',
  options: convolutionOptions(2),
  example: { inputShape: [3, 5, 6], options: { filters: 5, kernel: [3, 2], padding: 1 } },
  isRescalable: true,
  unitAxis: 'first',
  describe: (config, { inputShapes: [inputShape = []] }) => describeConvolution(config, inputShape, 2),
  operations: convolutionOperations,
  emit: (layer, [input], emitter) => emitConvolution(layer, input, emitter, 2),
  emitWith: (layer, next, [input], context) =>
    next.type === 'maxPool2d' ? emitPooledConvolution(layer, next, input, context, 2) : null,
});
