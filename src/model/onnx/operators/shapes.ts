import { sizeOf } from '../../../tensor/shape.js';
import { integers, number, type OnnxOperator } from '../operator.js';
import { isConstant, isData, Unsupported } from '../value.js';

export const flatten: OnnxOperator = {
  names: ['Flatten'],
  convert(node, maker) {
    const axis = number(node, 'axis', 1);
    if (axis !== 1) throw new Unsupported(`keeps ${axis} axes apart; only the batch can be`);
    return maker.add('flatten', [maker.data(node)]);
  },
};

export const reshape: OnnxOperator = {
  names: ['Reshape'],
  convert(node, maker) {
    const value = maker.input(node, 0);
    const wanted = maker.constant(node, 1, 'sizes').values;
    if (isConstant(value)) return { shape: Array.from(wanted), values: value.values };
    const [, ...sizes] = Array.from(wanted, (size, axis) =>
      size === 0 && axis > 0 ? (value.shape[axis - 1] ?? 0) : size,
    );
    const known = sizeOf(sizes.filter((size) => size !== -1));
    const shape = sizes.map((size) => (size === -1 ? sizeOf(value.shape) / known : size));
    if (shape.length === 0 || sizeOf(shape) !== sizeOf(value.shape)) {
      throw new Unsupported(
        `gives the shape [${Array.from(wanted).join(', ')}] to rows of [${value.shape.join(', ')}]; the batch must stay the first axis`,
      );
    }
    return maker.add('reshape', [value], { shape });
  },
};

export const concat: OnnxOperator = {
  names: ['Concat'],
  convert(node, maker) {
    const values = node.inputs.map((_, at) => maker.input(node, at));
    if (values.every(isConstant)) {
      const joined = values.flatMap((value) => Array.from(value.values));
      return { shape: [joined.length], values: joined };
    }
    const data = values.filter(isData);
    if (data.length < values.length) throw new Unsupported('joins constants to what follows from the data');
    const axis = number(node, 'axis', 1);
    return maker.add('concat', data, { axis: axis < 0 ? data[0]!.shape.length + 1 + axis : axis });
  },
};

/** Axes of size 1 come and go. */
export const squeeze: OnnxOperator = {
  names: ['Squeeze', 'Unsqueeze'],
  convert(node, maker) {
    const value = maker.input(node, 0);
    if (isConstant(value)) {
      const isScalar = node.operator === 'Squeeze' && value.values.length === 1;
      return { shape: isScalar ? [] : [value.values.length], values: value.values };
    }
    const given = node.attributes.get('axes');
    const axes = Array.isArray(given)
      ? (given as readonly number[])
      : Array.from(maker.constant(node, 1, 'axes').values);
    const isAdding = node.operator === 'Unsqueeze';
    const rank = value.shape.length + 1 + (isAdding ? axes.length : 0);
    const places = axes.map((axis) => (axis < 0 ? rank + axis : axis)).sort((a, b) => a - b);
    if (places.includes(0)) throw new Unsupported('changes the axis of the batch');
    const shape = [...value.shape];
    if (isAdding) for (const place of places) shape.splice(place - 1, 0, 1);
    else for (const place of places.reverse()) shape.splice(place - 1, 1);
    return maker.add('reshape', [value], { shape });
  },
};

/** PyTorch writes one before every average pool, mostly of nothing. */
export const pad: OnnxOperator = {
  names: ['Pad'],
  convert(node, maker) {
    const attribute = integers(node, 'pads');
    const pads = attribute ?? Array.from(maker.constant(node, 1, 'numbers of places').values);
    if (pads.every((places) => places === 0)) return maker.input(node, 0);
    throw new Unsupported('adds places in a node of their own; only a Conv or a pool can add places here');
  },
};
