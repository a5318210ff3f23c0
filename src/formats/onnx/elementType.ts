import { decodeValues } from '../../tensor/decode.js';
import type { DType } from '../../tensor/dtype.js';
import { complexCodec, plainCodec, type Codec } from '../codec.js';
import { nibbleCodec } from '../nibbleCodec.js';

/** TensorProto.DataType. */
export interface OnnxType {
  readonly dtype: string;
  /** How raw data stands; none where it is no numbers that we know. */
  readonly codec?: Codec;
}

const plain = (dtype: DType): OnnxType => ({ dtype, codec: plainCodec(dtype) });

const types: Readonly<Record<number, OnnxType>> = {
  1: plain('float32'),
  2: plain('uint8'),
  3: plain('int8'),
  4: plain('uint16'),
  5: plain('int16'),
  6: plain('int32'),
  7: plain('int64'),
  8: { dtype: 'string' },
  9: plain('bool'),
  10: plain('float16'),
  11: plain('float64'),
  12: plain('uint32'),
  13: plain('uint64'),
  14: { dtype: 'complex64', codec: complexCodec(4) },
  15: { dtype: 'complex128', codec: complexCodec(8) },
  16: plain('bfloat16'),
  17: plain('float8_e4m3fn'),
  18: { dtype: 'float8_e4m3fnuz' },
  19: plain('float8_e5m2'),
  20: { dtype: 'float8_e5m2fnuz' },
  21: { dtype: 'uint4', codec: nibbleCodec(false) },
  22: { dtype: 'int4', codec: nibbleCodec(true) },
};

export function findOnnxType(number: number): OnnxType {
  return types[number] ?? { dtype: `type ${number}` };
}

/** Bit patterns that stand as 32-bit integers in `int32_data`: those of float16 and bfloat16. */
export function decodePatterns(dtype: 'float16' | 'bfloat16', patterns: ArrayLike<number>): Float32Array {
  const bits = Uint16Array.from(patterns);
  return decodeValues(dtype, new Uint8Array(bits.buffer)) as Float32Array;
}
