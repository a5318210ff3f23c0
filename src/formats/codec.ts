import { decodeValues } from '../tensor/decode.js';
import type { DType } from '../tensor/dtype.js';
import { dtypes } from '../tensor/dtype.js';
import type { Scratch } from '../tensor/scratch.js';
import type { Values } from '../tensor/values.js';

/** How values stand in bytes: blocks of a fixed number of values in a fixed number of bytes. */
export interface Codec {
  /** Values in a block; 1 where every value stands alone. */
  readonly blockValues: number;
  readonly blockBytes: number;
  /** Whole blocks to values, perhaps in the room of `scratch`; `firstBlock` is the number of the first one in its tensor. */
  readonly decode: (bytes: Uint8Array, firstBlock: number, scratch?: Scratch) => Values;
}

/** Plain elements of a type of ours. */
export function plainCodec(dtype: DType, bigEndian = false): Codec {
  const blockBytes = dtypes[dtype].bytes;
  return {
    blockValues: 1,
    blockBytes,
    decode: (bytes, _, scratch) =>
      decodeValues(dtype, bigEndian ? swapBytes(bytes, blockBytes) : bytes, scratch),
  };
}

/** Complex numbers, shown by their magnitude; `bytes` of one part: 4 or 8. */
export function complexCodec(partBytes: 4 | 8, bigEndian = false): Codec {
  const part = plainCodec(partBytes === 4 ? 'float32' : 'float64', bigEndian);
  return {
    blockValues: 1,
    blockBytes: 2 * partBytes,
    decode: (bytes) => {
      const parts = part.decode(bytes, 0);
      const values = new Float64Array(parts.length / 2);
      for (let i = 0; i < values.length; i++) values[i] = Math.hypot(parts[2 * i]!, parts[2 * i + 1]!);
      return values;
    },
  };
}

/** A copy with the bytes of every element in the opposite order. */
export function swapBytes(bytes: Uint8Array, width: number): Uint8Array {
  const swapped = new Uint8Array(bytes.length);
  for (let start = 0; start + width <= bytes.length; start += width) {
    for (let i = 0; i < width; i++) swapped[start + i] = bytes[start + width - 1 - i]!;
  }
  return swapped;
}
