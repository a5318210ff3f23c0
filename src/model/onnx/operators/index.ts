import type { OnnxOperator } from '../operator.js';
import { activations, softmax } from './activations.js';
import { scalings, sums } from './arithmetic.js';
import { constant, constantOfShape, gather, identity, shape, slice } from './constants.js';
import { convolution } from './convolution.js';
import { batchNormalization, layerNormalization } from './norms.js';
import { globalAveragePool, pools } from './pools.js';
import { gemm, matMul } from './products.js';
import { concat, flatten, pad, reshape, squeeze } from './shapes.js';

/** Every operator of ONNX that can be run here. */
export const operators: readonly OnnxOperator[] = [
  gemm,
  matMul,
  convolution,
  pools,
  globalAveragePool,
  batchNormalization,
  layerNormalization,
  activations,
  softmax,
  sums,
  scalings,
  flatten,
  reshape,
  squeeze,
  concat,
  pad,
  identity,
  constant,
  constantOfShape,
  shape,
  gather,
  slice,
];

export const operatorNames: readonly string[] = operators.flatMap(({ names }) => names);

export function findOperator(name: string): OnnxOperator | undefined {
  return operators.find(({ names }) => names.includes(name));
}
