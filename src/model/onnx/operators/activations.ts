import { number, type OnnxOperator } from '../operator.js';
import { Unsupported } from '../value.js';

/** Operators that are an activation of ours, where their attributes are what it computes. */
const functions: Readonly<Record<string, { readonly name: string; readonly alpha?: number }>> = {
  Relu: { name: 'relu' },
  Sigmoid: { name: 'sigmoid' },
  Tanh: { name: 'tanh' },
  Softplus: { name: 'softplus' },
  LeakyRelu: { name: 'leakyRelu', alpha: 0.01 },
  Elu: { name: 'elu', alpha: 1 },
  Selu: { name: 'selu' },
};

export const activations: OnnxOperator = {
  names: Object.keys(functions),
  convert(node, maker) {
    const { name, alpha } = functions[node.operator]!;
    if (alpha !== undefined) {
      const given = number(node, 'alpha', alpha);
      if (Math.abs(given - alpha) > 1e-6) {
        throw new Unsupported(`has the alpha ${given}; only ${alpha} can be computed here`);
      }
    }
    return maker.activate(maker.data(node), node.inputs[0]!, name);
  },
};

export const softmax: OnnxOperator = {
  names: ['Softmax'],
  convert(node, maker) {
    const value = maker.data(node);
    const axis = number(node, 'axis', -1);
    const last = value.shape.length;
    if (axis !== -1 && axis !== last) {
      throw new Unsupported(`goes along axis ${axis}; only the last one (${last}) can be computed here`);
    }
    return maker.add('activation', [value], { function: 'softmax' });
  },
};
