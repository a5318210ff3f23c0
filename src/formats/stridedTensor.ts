/**
 * Views: a tensor whose values stand in a storage by strides, as PyTorch and Fortran-ordered arrays have them. A
 * piece is gathered in the order of the storage, through a window, so that neither a transposed gigabyte nor ten
 * values of a huge storage cost more than they must.
 */
import type { Values } from '../tensor/values.js';
import type { ByteSource } from './byteSource.js';
import type { Codec } from './codec.js';
import { checkPiece, countValues, denseTensor, readBlocks, unreadableTensor } from './denseTensor.js';
import type { ModelTensor } from './format.js';
import { FormatError } from './formatError.js';

export interface StridedLayout {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  /** In values, one a dimension, none negative. */
  readonly strides: readonly number[];
  /** The first value's place in the storage, in values. */
  readonly offset: number;
  /** Values in the storage. */
  readonly storageSize: number;
  readonly source: ByteSource;
  /** Where in the source the storage begins. */
  readonly byteOffset: number;
  /** One value a block. */
  readonly codec: Codec;
}

/** The longest window on a storage, in values. */
const windowValues = 2 ** 18;
/** Values further apart than this are no run, and runs further apart than four times this are read one by one. */
const farApart = 2 ** 12;
/** A view may repeat its storage (stride 0), but not to more than this many values. */
const mostRepeated = 2 ** 26;

/** A view; throws a FormatError where it reaches beyond its storage. */
export function stridedTensor(layout: StridedLayout): ModelTensor {
  const { name, dtype, shape, strides, offset, storageSize, source, byteOffset, codec } = layout;
  const size = countValues(name, shape, byteOffset);
  if (strides.length !== shape.length || ![offset, ...strides].every(isCount)) {
    throw new FormatError(
      `tensor "${name}": offset ${offset} and strides [${strides.join(', ')}] of the shape [${shape.join(', ')}] must be whole numbers from 0, a stride each dimension`,
      byteOffset,
    );
  }
  const last = shape.reduce((place, dimension, i) => place + (dimension - 1) * strides[i]!, offset);
  if (size > 0 && last >= storageSize) {
    throw new FormatError(
      `tensor "${name}": the view [${shape.join(', ')}] with strides [${strides.join(', ')}] from ${offset} reaches value ${last} of a storage of ${storageSize}`,
      byteOffset,
    );
  }
  const bytes = size * codec.blockBytes;
  if (size > mostRepeated && size > storageSize) {
    const problem = `the view shows ${storageSize} stored values ${size} times over: too many to be read`;
    return unreadableTensor({ name, dtype, shape }, problem, bytes, byteOffset);
  }
  if (isRowMajor(shape, strides)) {
    const begin = byteOffset + (size > 0 ? offset * codec.blockBytes : 0);
    return denseTensor({ name, dtype, shape, source, byteOffset: begin, codec });
  }
  const readStorage = (from: number, length: number): Promise<Values> =>
    readBlocks(source, byteOffset, codec, from, length);
  return {
    name,
    dtype,
    shape,
    bytes,
    size,
    read: async (from, length, scratch) => {
      checkPiece(name, size, from, length);
      const isSingle = codec.decode(new Uint8Array(0), 0) instanceof Float32Array;
      const room = (): Float32Array => scratch?.floats(length) ?? new Float32Array(length);
      const piece = isSingle ? room() : new Float64Array(length);
      for (const box of splitIntoBoxes(shape, from, from + length)) {
        await gather(box, strides, offset, readStorage, piece);
      }
      return piece;
    },
  };
}

function isCount(n: number): boolean {
  return Number.isSafeInteger(n) && n >= 0;
}

/** Whether the values stand one after the other; the stride of a dimension of 1 says nothing. */
export function isRowMajor(shape: readonly number[], strides: readonly number[]): boolean {
  let expected = 1;
  for (let i = shape.length - 1; i >= 0; i--) {
    if (shape[i] === 0) return true;
    if (shape[i] !== 1 && strides[i] !== expected) return false;
    expected *= shape[i]!;
  }
  return true;
}

/** A rectangular part of a tensor that is one run of values in row-major order. */
export interface Box {
  readonly start: readonly number[];
  readonly count: readonly number[];
  /** Where in the piece its first value goes. */
  readonly place: number;
}

/** Values `from` to `to` as boxes: a ragged head, whole rows, a ragged tail, for each dimension. */
export function* splitIntoBoxes(shape: readonly number[], from: number, to: number): Generator<Box> {
  for (let at = from; at < to;) {
    const start: number[] = [];
    let rest = at;
    for (let d = shape.length - 1; d >= 0; d--) {
      start[d] = rest % shape[d]!;
      rest = Math.floor(rest / shape[d]!);
    }
    // From the innermost dimension outwards while the box may hold whole rows of it.
    const count = shape.map(() => 1);
    let inner = 1;
    for (let d = shape.length - 1; d >= 0; d--) {
      count[d] = Math.min(shape[d]! - start[d]!, Math.floor((to - at) / inner));
      if (count[d] !== shape[d]) break;
      inner *= shape[d]!;
    }
    for (let d = 0; d < count.length; d++) count[d] = Math.max(1, count[d]!);
    yield { start, count, place: at - from };
    at += count.reduce((product, n) => product * n, 1);
  }
}

interface Axis {
  readonly count: number;
  /** Step in the storage and in the piece. */
  readonly stride: number;
  readonly step: number;
}

/** Copies a box into a piece, walking the storage upwards. */
async function gather(
  { start, count, place }: Box,
  strides: readonly number[],
  offset: number,
  readStorage: (from: number, length: number) => Promise<Values>,
  piece: Values,
): Promise<void> {
  const origin = start.reduce((sum, index, d) => sum + index * strides[d]!, offset);
  const axes: Axis[] = [];
  let step = 1;
  for (let d = count.length - 1; d >= 0; d--) {
    if (count[d]! > 1) axes.push({ count: count[d]!, stride: strides[d]!, step });
    step *= count[d]!;
  }
  axes.sort((a, b) => b.stride - a.stride);
  const run =
    axes.length > 0 && axes.at(-1)!.stride <= farApart ? axes.pop()! : { count: 1, stride: 1, step: 1 };
  const end =
    axes.reduce((sum, axis) => sum + (axis.count - 1) * axis.stride, origin) +
    (run.count - 1) * run.stride +
    1;
  const readsAhead = axes.length > 0 && axes.at(-1)!.stride <= 4 * farApart;

  let window: Values = new Float32Array(0);
  let windowStart = 0;
  const longestRun = Math.max(1, Math.floor(windowValues / Math.max(1, run.stride)));
  const index = axes.map(() => 0);
  for (;;) {
    const from = axes.reduce((sum, axis, i) => sum + index[i]! * axis.stride, origin);
    const to = axes.reduce((sum, axis, i) => sum + index[i]! * axis.step, place);
    for (let done = 0; done < run.count; done += longestRun) {
      const length = Math.min(longestRun, run.count - done);
      const first = from + done * run.stride;
      const needed = (length - 1) * run.stride + 1;
      if (first < windowStart || first + needed > windowStart + window.length) {
        const ahead = readsAhead ? Math.min(windowValues, end - first) : needed;
        window = await readStorage(first, Math.max(needed, ahead));
        windowStart = first;
      }
      for (let i = 0; i < length; i++) {
        piece[to + (done + i) * run.step] = window[first - windowStart + i * run.stride]!;
      }
    }
    let d = axes.length - 1;
    while (d >= 0 && ++index[d]! === axes[d]!.count) index[d--] = 0;
    if (d < 0) return;
  }
}
