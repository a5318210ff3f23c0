import { number, type OnnxOperator } from '../operator.js';
import { Unsupported, type Constant, type LayerValue } from '../value.js';
import type { NetworkMaker } from '../networkMaker.js';

export const gemm: OnnxOperator = {
  names: ['Gemm'],
  convert(node, maker) {
    if (number(node, 'transA', 0) !== 0) throw new Unsupported('transposes its data');
    const value = maker.data(node);
    const given = scale(maker.constant(node, 1, 'weights'), number(node, 'alpha', 1));
    const weight = number(node, 'transB', 0) === 0 ? transpose(given) : given;
    const bias = maker.optionalConstant(node, 2, 'biases');
    return addDense(maker, value, weight, bias && scale(bias, number(node, 'beta', 1)));
  },
};

export const matMul: OnnxOperator = {
  names: ['MatMul'],
  convert: (node, maker) =>
    addDense(maker, maker.data(node), transpose(maker.constant(node, 1, 'weights')), null),
};

/** `weight` is [units, inputs]; a single bias is every unit's. */
function addDense(
  maker: NetworkMaker,
  value: LayerValue,
  weight: Constant,
  bias: Constant | null,
): LayerValue {
  const units = weight.shape[0]!;
  const shared = bias?.values.length === 1 ? new Float64Array(units).fill(bias.values[0]!) : bias?.values;
  const biases = shared && { bias: { shape: [units], values: shared } };
  return maker.add('dense', [value], { units, bias: bias !== null }, { weight, ...biases });
}

function transpose({ shape, values }: Constant): Constant {
  const [rows, columns] = shape;
  if (rows === undefined || columns === undefined || shape.length !== 2) {
    throw new Unsupported(`has weights of the shape [${shape.join(', ')}]; they must have two axes`);
  }
  const turned = Float64Array.from(
    { length: values.length },
    (_, i) => values[(i % rows) * columns + Math.floor(i / rows)]!,
  );
  return { shape: [columns, rows], values: turned };
}

function scale({ shape, values }: Constant, factor: number): Constant {
  return factor === 1 ? { shape, values } : { shape, values: Array.from(values, (value) => factor * value) };
}
