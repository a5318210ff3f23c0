import type { DType } from '../tensor/dtype.js';
import type { Scratch } from '../tensor/scratch.js';
import type { Values } from '../tensor/values.js';
import type { ByteSource } from './byteSource.js';
import { plainCodec, type Codec } from './codec.js';
import type { ModelTensor } from './format.js';
import { FormatError } from './formatError.js';

/** Where a tensor stands: row-major, without gaps, from a byte of a source. */
export interface DenseLayout {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly source: ByteSource;
  readonly byteOffset: number;
  readonly codec: Codec;
}

/** A tensor of plain little-endian elements. */
export function plainTensor(layout: Omit<DenseLayout, 'codec'> & { readonly dtype: DType }): ModelTensor {
  const { source, byteOffset } = layout;
  const tensor = denseTensor({ ...layout, codec: plainCodec(layout.dtype) });
  return { ...tensor, readBytes: () => source.read(byteOffset, tensor.bytes) };
}

/** A tensor whose values are the source's blocks, one after the other. Throws where the source is too short. */
export function denseTensor({ name, dtype, shape, source, byteOffset, codec }: DenseLayout): ModelTensor {
  const size = countValues(name, shape);
  const bytes = Math.ceil(size / codec.blockValues) * codec.blockBytes;
  if (byteOffset + bytes > source.size) {
    throw new FormatError(
      `tensor "${name}": its shape [${shape.join(', ')}] of ${dtype} needs ${bytes} bytes, only ${Math.max(0, source.size - byteOffset)} are there`,
      byteOffset,
    );
  }
  return {
    name,
    dtype,
    shape,
    bytes,
    size,
    read: async (offset, length, scratch) => {
      checkPiece(name, size, offset, length);
      return readBlocks(source, byteOffset, codec, offset, length, scratch);
    },
  };
}

/** Values `offset` to `offset + length` of blocks that begin at a byte of a source. */
export async function readBlocks(
  source: ByteSource,
  byteOffset: number,
  { blockValues, blockBytes, decode }: Codec,
  offset: number,
  length: number,
  scratch?: Scratch,
): Promise<Values> {
  if (length === 0) return new Float32Array(0);
  const first = Math.floor(offset / blockValues);
  const last = Math.ceil((offset + length) / blockValues);
  const bytes = await source.read(byteOffset + first * blockBytes, (last - first) * blockBytes, scratch);
  const values = decode(bytes, first, scratch);
  const start = offset - first * blockValues;
  return start === 0 && values.length === length ? values : values.subarray(start, start + length);
}

/** The product of the dimensions; throws where it is beyond what can be counted. */
export function countValues(name: string, shape: readonly number[], byteOffset = 0): number {
  for (const dimension of shape) {
    if (!Number.isSafeInteger(dimension) || dimension < 0) {
      throw new FormatError(
        `tensor "${name}": its shape [${shape.join(', ')}] has a dimension that is no whole number from 0`,
        byteOffset,
      );
    }
  }
  const size = shape.includes(0) ? 0 : shape.reduce((product, dimension) => product * dimension, 1);
  // The factor of 16 leaves room for the bytes of the widest elements.
  if (size * 16 > Number.MAX_SAFE_INTEGER) {
    throw new FormatError(
      `tensor "${name}": its shape [${shape.join(', ')}] has more values than can be counted`,
      byteOffset,
    );
  }
  return size;
}

/** A piece that lies outside its tensor is a mistake of the caller, not of the file. */
export function checkPiece(name: string, size: number, offset: number, length: number): void {
  if (offset < 0 || length < 0 || offset + length > size) {
    throw new RangeError(`${name}: values ${offset} to ${offset + length} of ${size} were asked for`);
  }
}

/** A tensor whose header can be read and whose values cannot, with the reason. */
export function unreadableTensor(
  info: { readonly name: string; readonly dtype: string; readonly shape: readonly number[] },
  problem: string,
  bytes = 0,
  byteOffset = 0,
): ModelTensor {
  return {
    ...info,
    bytes,
    size: countValues(info.name, info.shape, byteOffset),
    problem,
    read: async () => {
      throw new FormatError(`tensor "${info.name}": ${problem}`, byteOffset);
    },
  };
}
