import type { OnnxNode } from '../../../formats/onnx/graph.js';
import type { NetworkMaker } from '../networkMaker.js';
import type { OnnxOperator } from '../operator.js';
import { isConstant, isData, Unsupported, type Constant, type LayerValue } from '../value.js';

export const sums: OnnxOperator = {
  names: ['Add', 'Sum'],
  convert(node, maker) {
    const values = node.inputs.map((_, at) => maker.input(node, at));
    const data = values.filter(isData);
    const constants = values.filter(isConstant);
    if (constants.length === 0) return data.length === 1 ? data[0]! : maker.add('add', data);
    if (data.length !== 1 || constants.length !== 1) {
      throw new Unsupported('adds several constants; only one can be added here');
    }
    const [constant] = constants as [Constant];
    const name = node.inputs[values.indexOf(data[0]!)]!;
    return maker.addBias(data[0]!, name, constant) ?? scaleAndShift(maker, data[0]!, { shift: constant });
  },
};

/** Products, quotients and differences with a constant: as in the scaling of the data that a graph begins with. */
export const scalings: OnnxOperator = {
  names: ['Mul', 'Div', 'Sub'],
  convert(node, maker) {
    const [left, right] = [maker.input(node, 0), maker.input(node, 1)];
    const change = (constant: Constant, by: (value: number) => number): Constant => ({
      shape: constant.shape,
      values: Array.from(constant.values, by),
    });
    if (!isConstant(left) && isConstant(right)) {
      if (node.operator === 'Mul') return scaleAndShift(maker, left, { scale: right });
      if (node.operator === 'Div')
        return scaleAndShift(maker, left, { scale: change(right, (value) => 1 / value) });
      return scaleAndShift(maker, left, { shift: change(right, (value) => -value) });
    }
    if (isConstant(left) && !isConstant(right)) {
      if (node.operator === 'Mul') return scaleAndShift(maker, right, { scale: left });
      if (node.operator === 'Sub') {
        return scaleAndShift(maker, right, { scale: { shape: [], values: [-1] }, shift: left });
      }
    }
    throw new Unsupported(describe(node));
  },
};

function describe({ operator }: OnnxNode): string {
  const verb = operator === 'Mul' ? 'multiplies' : operator === 'Div' ? 'divides' : 'subtracts';
  return `${verb} values that both follow from the data, or a constant by one; only ${operator === 'Div' ? 'dividing by' : 'doing so with'} a constant can be computed here`;
}

/**
 * x·scale + shift, a number for every feature of a row or every channel of an image: what batchNorm does with a
 * variance of 1 (its ε is lost beside it in single precision).
 */
function scaleAndShift(
  maker: NetworkMaker,
  value: LayerValue,
  { scale, shift }: { scale?: Constant; shift?: Constant },
): LayerValue {
  const channels = value.shape[0]!;
  const fill = (number: number): Constant => ({
    shape: [channels],
    values: new Float32Array(channels).fill(number),
  });
  return maker.add(
    'batchNorm',
    [value],
    { epsilon: 1e-12 },
    {
      weight: scale ? byChannel(scale, value) : fill(1),
      bias: shift ? byChannel(shift, value) : fill(0),
      running_mean: fill(0),
      running_var: fill(1),
    },
  );
}

/** A constant as one number for each channel, where broadcasting (numpy's) makes it that. */
function byChannel({ shape, values }: Constant, { shape: of }: LayerValue): Constant {
  const channels = of[0]!;
  if (values.length === 1) return { shape: [channels], values: new Float64Array(channels).fill(values[0]!) };
  // Axes are matched from the last on; the batch's must be 1.
  const axis = shape.length - of.length;
  if (values.length === channels && shape[axis] === channels) return { shape: [channels], values };
  throw new Unsupported(
    `joins a constant of the shape [${shape.join(', ')}] to values of [${of.join(', ')}]; only one number for all, or one for each of the ${channels} channels, can be joined here`,
  );
}
