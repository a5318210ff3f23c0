import { number, type OnnxOperator } from '../operator.js';
import { Unsupported } from '../value.js';

export const batchNormalization: OnnxOperator = {
  names: ['BatchNormalization'],
  convert(node, maker) {
    if (number(node, 'training_mode', 0) !== 0) {
      throw new Unsupported('is in training mode; export the model for inference');
    }
    return maker.add(
      'batchNorm',
      [maker.data(node)],
      { epsilon: number(node, 'epsilon', 1e-5) },
      {
        weight: maker.constant(node, 1, 'scales'),
        bias: maker.constant(node, 2, 'biases'),
        running_mean: maker.constant(node, 3, 'means'),
        running_var: maker.constant(node, 4, 'variances'),
      },
    );
  },
};

export const layerNormalization: OnnxOperator = {
  names: ['LayerNormalization'],
  convert(node, maker) {
    const value = maker.data(node);
    const axis = number(node, 'axis', -1);
    if (axis !== -1 && axis !== value.shape.length) {
      throw new Unsupported(`goes over the axes from ${axis} on; only the last can be computed here`);
    }
    const bias = maker.optionalConstant(node, 2, 'biases');
    return maker.add(
      'layerNorm',
      [value],
      { epsilon: number(node, 'epsilon', 1e-5), bias: bias !== null },
      { weight: maker.constant(node, 1, 'scales'), ...(bias && { bias }) },
    );
  },
};
