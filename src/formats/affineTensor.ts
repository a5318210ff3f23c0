import type { Values } from '../tensor/values.js';
import type { ModelTensor } from './format.js';

/** Quantised values: `(stored − zeroPoint) · scale + minimum`, one pair for all, or one a channel of an axis. */
export interface AffineParameters {
  readonly scales: ArrayLike<number>;
  readonly zeroPoints: ArrayLike<number>;
  /** The axis whose channels have a pair each; any where there is one pair. */
  readonly axis: number;
  /** Default: 0. */
  readonly minimum?: number;
}

/** A tensor of whole numbers as the numbers they stand for. The parameters are asked for at the first read. */
export function affineTensor(
  stored: ModelTensor,
  dtype: string,
  loadParameters: () => Promise<AffineParameters>,
): ModelTensor {
  const { name, shape, bytes, size, problem } = stored;
  let parameters: Promise<AffineParameters> | undefined;
  return {
    name,
    dtype,
    shape,
    bytes,
    size,
    ...(problem !== undefined && { problem }),
    read: async (offset, length, scratch) => {
      parameters ??= loadParameters();
      // Both at once: where one fails, the failure of the other must still be heard.
      const [values, how] = await Promise.all([stored.read(offset, length, scratch?.beside(0)), parameters]);
      const scaled = scratch?.floats(values.length) ?? new Float32Array(values.length);
      scale(scaled, values, offset, shape, how);
      return scaled;
    },
  };
}

function scale(
  values: Float32Array,
  stored: Values,
  offset: number,
  shape: readonly number[],
  { scales, zeroPoints, axis, minimum = 0 }: AffineParameters,
): void {
  const channels = scales.length;
  const inner = shape.slice(axis + 1).reduce((product, dimension) => product * dimension, 1);
  for (let i = 0; i < values.length; i++) {
    const channel = channels === 1 ? 0 : Math.floor((offset + i) / inner) % channels;
    values[i] = (stored[i]! - zeroPoints[channel]!) * scales[channel]! + minimum;
  }
}
