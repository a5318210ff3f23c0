import type { ValueReader } from '../../inspect/valueReader.js';
import { pieceValues } from '../../inspect/valueReader.js';
import type { Slice } from '../../protocol/models.js';

/** More values than this are not gathered from all over a tensor. */
const mostGathered = 2 ** 24;

/** A matrix out of a tensor of more axes. Throws a RangeError where the slice is none of this shape. */
export function readSlice(
  reader: ValueReader,
  shape: readonly number[],
  slice: Slice,
): { readonly shape: readonly number[]; readonly reader: ValueReader } {
  const [rowAxis, colAxis] = slice.axes;
  const isSound =
    rowAxis !== colAxis &&
    slice.at.length === shape.length &&
    slice.at.every((at, axis) => axis === rowAxis || axis === colAxis || (at >= 0 && at < shape[axis]!));
  const [rows, cols] = [shape[rowAxis], shape[colAxis]];
  if (!isSound || rows === undefined || cols === undefined) throw new RangeError('There is no such slice.');
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((product, size) => product * size, 1));
  const start = slice.at.reduce(
    (sum, at, axis) => (axis === rowAxis || axis === colAxis ? sum : sum + at * strides[axis]!),
    0,
  );
  const matrix = [rows, cols];
  if (strides[colAxis] === 1 && strides[rowAxis] === cols) {
    return {
      shape: matrix,
      reader: {
        size: rows * cols,
        read: (offset, length, scratch) => reader.read(start + offset, length, scratch),
      },
    };
  }
  if (rows * cols > mostGathered)
    throw new RangeError(`A slice of ${rows}×${cols} values across a tensor is too large to gather.`);
  let gathered: Promise<Float64Array> | undefined;
  return {
    shape: matrix,
    reader: {
      size: rows * cols,
      read: async (offset, length) => {
        gathered ??= gather(reader, start, [rows, strides[rowAxis]!], [cols, strides[colAxis]!]);
        return (await gathered).subarray(offset, offset + length);
      },
    },
  };
}

type Way = readonly [count: number, stride: number];

/** Reads along the tensor, the axis with the longer stride outside. */
async function gather(reader: ValueReader, start: number, row: Way, col: Way): Promise<Float64Array> {
  const matrix = new Float64Array(row[0] * col[0]);
  const isTurned = row[1] < col[1];
  const [[outerCount, outerStride], [innerCount, innerStride]] = isTurned ? [col, row] : [row, col];
  const span = (innerCount - 1) * innerStride + 1;
  for (let outer = 0; outer < outerCount; outer++) {
    const from = start + outer * outerStride;
    for (let at = 0; at < span; at += pieceValues) {
      const values = await reader.read(from + at, Math.min(pieceValues, span - at));
      for (let inner = Math.ceil(at / innerStride); inner < innerCount; inner++) {
        const place = inner * innerStride - at;
        if (place >= values.length) break;
        matrix[isTurned ? inner * col[0] + outer : outer * col[0] + inner] = values[place]!;
      }
    }
  }
  return matrix;
}
