import {
  convolutionOperations,
  convolutionOptions,
  describeConvolution,
  emitConvolution,
} from './convolution.js';
import { defineLayer } from './layer.js';
import { emitPooledConvolution } from './pooledConvolution.js';

export const conv1d = defineLayer({
  name: 'conv1d',
  doc: 'A kernel that moves along a series [channels, length]: y = f(Σ w·x + b) at each place, with the same weights everywhere. Finds patterns wherever in a signal they stand; weight is [filters, channels/groups, kernel] as in PyTorch’s Conv1d. A reshape layer gives a table’s row the shape.',
  options: convolutionOptions(1),
  example: { inputShape: [3, 7], options: { filters: 5, kernel: 3, padding: 1 } },
  isRescalable: true,
  unitAxis: 'first',
  describe: (config, { inputShapes: [inputShape = []] }) => describeConvolution(config, inputShape, 1),
  operations: convolutionOperations,
  emit: (layer, [input], emitter) => emitConvolution(layer, input, emitter, 1),
  emitWith: (layer, next, [input], context) =>
    next.type === 'maxPool1d' ? emitPooledConvolution(layer, next, input, context, 1) : null,
});
