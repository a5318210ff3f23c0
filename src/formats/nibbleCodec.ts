import type { Codec } from './codec.js';

/** Two values of 4 bits a byte, the first in the low half. */
export function nibbleCodec(signed: boolean): Codec {
  const extend = (nibble: number): number => (signed ? (nibble << 28) >> 28 : nibble);
  return {
    blockValues: 2,
    blockBytes: 1,
    decode: (bytes, _, scratch) => {
      const values = scratch?.floats(2 * bytes.length) ?? new Float32Array(2 * bytes.length);
      for (let i = 0; i < bytes.length; i++) {
        values[2 * i] = extend(bytes[i]! & 15);
        values[2 * i + 1] = extend(bytes[i]! >> 4);
      }
      return values;
    },
  };
}
