import type { TensorFacts } from './weightRule.js';

/** Tensors of one role bear one name but for the numbers in it: `layers.0.mlp.weight`, `layers.11.mlp.weight`. */
export function roleOf({ name, shape }: Pick<TensorFacts, 'name' | 'shape'>): string {
  return `${shape.length} ${name.replace(/\d+/g, '#')}`;
}

/** Buffers of an optimizer follow the gradients: zeros and leaps from layer to layer are nothing odd there. */
export function isOptimizerState(name: string): boolean {
  return /(^|[./_])(optim\w*|exp_avg\w*|momentum_buffer|square_avg|velocity|slots?)([./_\d]|$)/i.test(name);
}

/**
 * Whether its values are weights: floats, or a format's own quantised blocks; no indices, masks or counts, and none of
 * the literals that PyTorch's exporter calls Constant (a first state of zeros).
 */
export function holdsWeights({ dtype, name }: Pick<TensorFacts, 'dtype' | 'name'>): boolean {
  return !/^(u?int\d+|bool)$/.test(dtype) && !/mask|constant_/i.test(name);
}

/** The number of a row's first value. */
export const firstOfRow = ({ shape }: Pick<TensorFacts, 'shape'>, row: number): number =>
  row * shape.slice(1).reduce((product, dimension) => product * dimension, 1);

/** 12,288 */
export const sayCount = (count: number): string => count.toLocaleString('en-US');
