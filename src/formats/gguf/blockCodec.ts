import { float16ToFloat32 } from '../../tensor/half.js';
import type { Codec } from '../codec.js';

/** One block: its bytes from `at`, and where its values go. */
export type DecodeBlock = (bytes: Uint8Array, at: number, values: Float32Array, to: number) => void;

/** A codec of blocks that know nothing of each other. */
export function blockCodec(blockValues: number, blockBytes: number, decodeBlock: DecodeBlock): Codec {
  return {
    blockValues,
    blockBytes,
    decode: (bytes, _, scratch) => {
      const blocks = bytes.length / blockBytes;
      const length = blocks * blockValues;
      const values = scratch?.floats(length) ?? new Float32Array(length);
      for (let i = 0; i < blocks; i++) decodeBlock(bytes, i * blockBytes, values, i * blockValues);
      return values;
    },
  };
}

let halves: Float32Array | undefined;

/** The float16 at a place; most types scale their blocks by one. */
export function readHalf(bytes: Uint8Array, at: number): number {
  halves ??= Float32Array.from({ length: 2 ** 16 }, (_, pattern) => float16ToFloat32(pattern));
  return halves[bytes[at]! | (bytes[at + 1]! << 8)]!;
}

export function readInt8(bytes: Uint8Array, at: number): number {
  return (bytes[at]! << 24) >> 24;
}
