import { sizeOf } from '../../../tensor/shape.js';
import type { NetworkMaker } from '../networkMaker.js';
import type { OnnxNode } from '../../../formats/onnx/graph.js';
import { number, type OnnxOperator } from '../operator.js';
import { isConstant, Unsupported, type Constant, type Value } from '../value.js';

/** Numbers that a graph may make of a shape alone: more than any layer's weights are a mistake. */
const mostConstants = 2 ** 28;

export const constant: OnnxOperator = {
  names: ['Constant'],
  convert(node, maker) {
    if (maker.tensor) return maker.tensor;
    for (const name of ['value_float', 'value_int', 'value_floats', 'value_ints']) {
      const given = node.attributes.get(name);
      if (typeof given === 'number') return { shape: [], values: [given] };
      if (Array.isArray(given)) return { shape: [given.length], values: given as readonly number[] };
    }
    throw new Unsupported('holds what is no number');
  },
};

export const constantOfShape: OnnxOperator = {
  names: ['ConstantOfShape'],
  convert(node, maker) {
    const shape = Array.from(maker.constant(node, 0, 'sizes').values);
    const size = sizeOf(shape);
    if (!Number.isSafeInteger(size) || size < 0 || size > mostConstants) {
      throw new Unsupported(`makes ${size} numbers; at most ${mostConstants} are made here`);
    }
    return { shape, values: new Float32Array(size).fill(maker.tensor?.values[0] ?? 0) };
  },
};

/** What changes nothing where a network is only run. */
export const identity: OnnxOperator = {
  names: ['Identity', 'Dropout', 'Cast'],
  convert: (node, maker) => maker.input(node, 0),
};

/** A value's sizes, the batch's being 0: what exporters work out the target of a Reshape from. */
export const shape: OnnxOperator = {
  names: ['Shape'],
  convert(node, maker) {
    const value = maker.input(node, 0);
    const sizes = isConstant(value) ? value.shape : [0, ...value.shape];
    return { shape: [sizes.length], values: sizes };
  },
};

export const gather: OnnxOperator = {
  names: ['Gather'],
  convert(node, maker) {
    const from = listOf(node, maker);
    const at = maker.constant(node, 1, 'places');
    if (number(node, 'axis', 0) !== 0) throw new Unsupported('takes from an axis other than the first');
    const values = Array.from(
      at.values,
      (place) => from.values[place < 0 ? from.values.length + place : place]!,
    );
    return { shape: at.shape, values };
  },
};

export const slice: OnnxOperator = {
  names: ['Slice'],
  convert(node, maker) {
    const from = listOf(node, maker);
    const bound = (at: number): number => Number(maker.constant(node, at, 'bounds').values[0]);
    const values = Array.from(from.values).slice(bound(1), bound(2));
    return { shape: [values.length], values };
  },
};

/** Single numbers and lists of them alone are worked out beforehand. */
function listOf(node: OnnxNode, maker: NetworkMaker): Constant {
  const value: Value = maker.input(node, 0);
  if (!isConstant(value)) throw new Unsupported('takes parts of what follows from the data');
  if (value.shape.length > 1) throw new Unsupported('takes parts of a constant with several axes');
  return value;
}
