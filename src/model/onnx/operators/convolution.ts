import { number, type OnnxOperator } from '../operator.js';
import { paddingOf, perAxisOf, placesOf } from '../window.js';

export const convolution: OnnxOperator = {
  names: ['Conv'],
  convert(node, maker) {
    const value = maker.data(node);
    const places = placesOf(value);
    const weight = maker.constant(node, 1, 'weights');
    const bias = maker.optionalConstant(node, 2, 'biases');
    const kernel = weight.shape.slice(2);
    const window = { kernel, stride: perAxisOf(node, 'strides', places, 1) };
    const dilation = perAxisOf(node, 'dilations', places, 1);
    const padding = paddingOf(node, value, { ...window, dilation });
    const oneOrBoth = (sizes: readonly number[]): number | readonly number[] =>
      places === 1 ? sizes[0]! : sizes;
    return maker.add(
      places === 1 ? 'conv1d' : 'conv2d',
      [value],
      {
        filters: weight.shape[0],
        kernel: oneOrBoth(kernel),
        stride: oneOrBoth(window.stride),
        dilation: oneOrBoth(dilation),
        padding: padding === 'same' ? padding : oneOrBoth(padding),
        groups: number(node, 'group', 1),
        bias: bias !== null,
      },
      { weight, ...(bias && { bias }) },
    );
  },
};
