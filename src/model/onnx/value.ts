/** What a node puts out: a layer's output, or numbers that are known beforehand. */
export type Value = LayerValue | Constant;

export interface LayerValue {
  /** The name of the layer, or `input`. */
  readonly layer: string;
  /** Without the batch. */
  readonly shape: readonly number[];
}

/** Row-major. A size of 0 in numbers made of a shape stands for the batch. */
export interface Constant {
  readonly shape: readonly number[];
  readonly values: readonly number[] | Float32Array | Float64Array;
}

export function isConstant(value: Value): value is Constant {
  return 'values' in value;
}

export function isData(value: Value): value is LayerValue {
  return 'layer' in value;
}

/** What a node asks for that cannot be had here, as the end of a sentence about the node. */
export class Unsupported extends Error {}
