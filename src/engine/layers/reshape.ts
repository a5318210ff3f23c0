import { sizeOf } from '../../tensor/shape.js';
import { defineLayer } from './layer.js';

export const reshape = defineLayer({
  name: 'reshape',
  doc: 'The same numbers under another shape, in row-major order: a row of 64 becomes an image [1, 8, 8], a series [channels, length] for conv1d, or [time, features] for recurrent layers.',
  options: {
    shape: {
      kind: 'list',
      of: { kind: 'number', integer: true, minimum: 1 },
      required: true,
      doc: 'The new shape, without the batch; as many numbers in all as before.',
    },
  },
  example: { inputShape: [3, 4], options: { shape: [2, 6] } },
  isRescalable: true,
  passesThrough: true,
  describe(config, { inputShapes: [inputShape = []] }) {
    const shape = config['shape'] as readonly number[];
    if (sizeOf(shape) === sizeOf(inputShape)) return { outputShape: shape, parameters: [], state: [] };
    return {
      path: ['shape'],
      message: `[${shape.join(', ')}] has ${sizeOf(shape)} numbers, and the input [${inputShape.join(', ')}] has ${sizeOf(inputShape)}`,
    };
  },
  operations: () => 0,
  emit: (layer, [x], emitter) => emitter.reshape(x, layer.outputShape),
});
