import { sizeOf } from '../../tensor/shape.js';
import { defineLayer } from './layer.js';

export const flatten = defineLayer({
  name: 'flatten',
  doc: 'Turns each sample into one row of numbers, in row-major order: [channels, height, width] becomes [channels·height·width]. Needed between layers that work on images and a dense layer that is to see all of it.',
  options: {},
  example: { inputShape: [2, 3, 4], options: {} },
  isRescalable: true,
  passesThrough: true,
  describe: (_config, { inputShapes: [inputShape = []] }) => ({
    outputShape: [sizeOf(inputShape)],
    parameters: [],
    state: [],
  }),
  operations: () => 0,
  emit: (_layer, [x], emitter) => emitter.flatten(x),
});
