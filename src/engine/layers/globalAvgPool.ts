import { sizeOf } from '../../tensor/shape.js';
import { defineLayer } from './layer.js';
import { averagePooling, emitPool } from './pool.js';

export const globalAvgPool = defineLayer({
  name: 'globalAvgPool',
  synonyms: ['adaptiveAvgPool1d', 'adaptiveAvgPool2d', 'globalAveragePooling1d', 'globalAveragePooling2d'],
  doc: 'The mean of each channel over all its places: [channels, height, width] becomes [channels]. Stands between the convolutions and the last dense layer, takes inputs of any size and has no weights that could overfit (Lin et al. 2013).',
  options: {},
  example: { inputShape: [3, 4, 5], options: {} },
  isRescalable: true,
  unitAxis: 'first',
  passesThrough: true,
  describe(_config, { inputShapes: [inputShape = []] }) {
    if (inputShape.length < 2) {
      return {
        path: [],
        message: `globalAvgPool reads channels and places, as [channels, height, width], and its input has the shape [${inputShape.join(', ')}]`,
      };
    }
    return { outputShape: [inputShape[0]!], parameters: [], state: [] };
  },
  operations: ({ inputShapes }) => sizeOf(inputShapes[0]!),
  emit(layer, [input], emitter) {
    const places = sizeOf(input.shape.slice(1));
    return emitPool(
      layer,
      emitter.byChannels(input),
      emitter,
      {
        ...{ height: 1, width: places, outHeight: 1, outWidth: 1, kernelHeight: 1, kernelWidth: places },
        ...{ strideHeight: 1, strideWidth: 1, paddingTop: 0, paddingLeft: 0 },
        ...{ dilationHeight: 1, dilationWidth: 1 },
      },
      averagePooling,
    );
  },
});
