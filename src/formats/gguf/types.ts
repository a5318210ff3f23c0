import type { DType } from '../../tensor/dtype.js';
import { plainCodec, type Codec } from '../codec.js';
import { q2K, q3K, q4K, q5K, q6K, q8K } from './kQuants.js';
import { iq4Nl, iq4Xs, mxfp4, q40, q41, q50, q51, q80, q81, tq10, tq20 } from './simpleQuants.js';

/** An element type of ggml; without a codec its values are not decoded here. */
export interface GgmlType {
  readonly dtype: string;
  readonly codec?: Codec;
}

const plain = (dtype: DType): GgmlType => ({ dtype, codec: plainCodec(dtype) });

/** By ggml's number. */
const types: Readonly<Record<number, GgmlType>> = {
  0: plain('float32'),
  1: plain('float16'),
  2: { dtype: 'Q4_0', codec: q40 },
  3: { dtype: 'Q4_1', codec: q41 },
  6: { dtype: 'Q5_0', codec: q50 },
  7: { dtype: 'Q5_1', codec: q51 },
  8: { dtype: 'Q8_0', codec: q80 },
  9: { dtype: 'Q8_1', codec: q81 },
  10: { dtype: 'Q2_K', codec: q2K },
  11: { dtype: 'Q3_K', codec: q3K },
  12: { dtype: 'Q4_K', codec: q4K },
  13: { dtype: 'Q5_K', codec: q5K },
  14: { dtype: 'Q6_K', codec: q6K },
  15: { dtype: 'Q8_K', codec: q8K },
  16: { dtype: 'IQ2_XXS' },
  17: { dtype: 'IQ2_XS' },
  18: { dtype: 'IQ3_XXS' },
  19: { dtype: 'IQ1_S' },
  20: { dtype: 'IQ4_NL', codec: iq4Nl },
  21: { dtype: 'IQ3_S' },
  22: { dtype: 'IQ2_S' },
  23: { dtype: 'IQ4_XS', codec: iq4Xs },
  24: plain('int8'),
  25: plain('int16'),
  26: plain('int32'),
  27: plain('int64'),
  28: plain('float64'),
  29: { dtype: 'IQ1_M' },
  30: plain('bfloat16'),
  34: { dtype: 'TQ1_0', codec: tq10 },
  35: { dtype: 'TQ2_0', codec: tq20 },
  39: { dtype: 'MXFP4', codec: mxfp4 },
};

export function findGgmlType(number: number): GgmlType {
  return types[number] ?? { dtype: `type ${number}` };
}
