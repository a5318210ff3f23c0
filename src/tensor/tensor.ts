import type { DType } from './dtype.js';

/** A named array in row-major order, outermost dimension first. */
export interface Tensor {
  readonly name: string;
  readonly dtype: DType;
  readonly shape: readonly number[];
  /** The values, little-endian, exactly `sizeOf(shape) · bytes per element` long. */
  readonly bytes: Uint8Array;
}

/** A tensor whose values are already f32: what networks read and write. */
export interface FloatTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float32Array;
}
