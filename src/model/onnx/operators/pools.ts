import { integers, number, type OnnxOperator } from '../operator.js';
import { Unsupported } from '../value.js';
import { paddingOf, perAxisOf, placesOf } from '../window.js';

const layers: Readonly<Record<string, readonly [series: string, image: string]>> = {
  MaxPool: ['maxPool1d', 'maxPool2d'],
  AveragePool: ['avgPool1d', 'avgPool2d'],
};

export const pools: OnnxOperator = {
  names: Object.keys(layers),
  convert(node, maker) {
    const value = maker.data(node);
    const places = placesOf(value);
    const kernel = integers(node, 'kernel_shape') ?? [];
    const stride = perAxisOf(node, 'strides', places, 1);
    const dilation = perAxisOf(node, 'dilations', places, 1);
    if (dilation.some((step) => step !== 1)) throw new Unsupported('has dilations; a pool here has none');
    if (node.outputs.length > 1 && node.outputs[1] !== '') {
      throw new Unsupported('puts out the places of the largest too');
    }
    const padding = paddingOf(node, value, { kernel, stride, dilation });
    if (padding === 'same') throw new Unsupported('adds more places behind than before');
    const isPadded = padding.some((pad) => pad > 0);
    if (node.operator === 'AveragePool' && isPadded && number(node, 'count_include_pad', 0) === 0) {
      throw new Unsupported(
        'leaves added places out of its means; only means with them can be computed here',
      );
    }
    const cutsOff = value.shape
      .slice(1)
      .some((size, axis) => (size + 2 * padding[axis]! - kernel[axis]!) % stride[axis]! !== 0);
    if (number(node, 'ceil_mode', 0) === 1 && cutsOff) {
      throw new Unsupported('has windows that reach beyond the edge (ceil_mode)');
    }
    const oneOrBoth = (sizes: readonly number[]): number | readonly number[] =>
      places === 1 ? sizes[0]! : sizes;
    const type = layers[node.operator]![places - 1]!;
    return maker.add(type, [value], {
      size: oneOrBoth(kernel),
      stride: oneOrBoth(stride),
      padding: oneOrBoth(padding),
    });
  },
};

export const globalAveragePool: OnnxOperator = {
  names: ['GlobalAveragePool'],
  convert(node, maker) {
    const value = maker.data(node);
    const places = placesOf(value);
    const mean = maker.add('globalAvgPool', [value]);
    const shape = [value.shape[0]!, ...new Array<number>(places).fill(1)];
    return maker.add('reshape', [mean], { shape });
  },
};
