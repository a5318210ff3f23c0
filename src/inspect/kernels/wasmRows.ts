import { raise, type Raise } from '../largest.js';
import { markRow, type MarkRow } from '../rowMarks.js';
import { addRows, type AddRows } from '../sides.js';
import type { Kernel } from './kernel.js';

/** Shorter rows take less time than their calls. */
const shortest = 64;
/** As bits; those of NaN are above. */
const infinity = 0x7f800000;

/** Sums of rows and columns of f32 by the kernel, which sees some columns of one row at a time. */
export function wasmAddRows(kernel: Kernel): AddRows {
  const { exports, floats: room } = kernel;
  const mostColumns = exports.mostColumns.value as number;
  const address = exports.values.value as number;
  const ofRow = kernel.doublesAt(exports.ofRow, 2);
  const [sums, squares] = [exports.columnSums, exports.columnSquares].map((place) =>
    kernel.doublesAt(place, mostColumns),
  ) as [Float64Array, Float64Array];
  return (values, row, rows, cols) => {
    const width = cols.sums.length;
    if (!(values instanceof Float32Array) || width < shortest) return addRows(values, row, rows, cols);
    for (let from = 0; from < width; from += mostColumns) {
      const count = Math.min(mostColumns, width - from);
      sums.set(cols.sums.subarray(from, from + count));
      squares.set(cols.squares.subarray(from, from + count));
      room.fill(0, count, Math.min(room.length, count + 3));
      for (let start = from, at = row; start < values.length; start += width, at++) {
        // Brought even from beside it where what follows would be added too.
        if (count % 4 === 0) exports.addRow(kernel.bring(values, start, count), count);
        else {
          room.set(values.subarray(start, start + count));
          exports.addRow(address, (count + 3) & ~3);
        }
        rows.sums[at]! += ofRow[0]!;
        rows.squares[at]! += ofRow[1]!;
      }
      cols.sums.set(sums.subarray(0, count), from);
      cols.squares.set(squares.subarray(0, count), from);
    }
  };
}

/** Marks of rows of f32 by the kernel. */
export function wasmMarkRow(kernel: Kernel): MarkRow {
  const { exports, floats: room } = kernel;
  const found = kernel.wordsAt(exports.marks, 4);
  return (values, from, to, column, marks) => {
    if (!(values instanceof Float32Array) || to - from < shortest)
      return markRow(values, from, to, column, marks);
    const end = to - ((to - from) % 4);
    for (let at = from; at < end; at += room.length) {
      const count = Math.min(room.length, end - at);
      exports.markRow(kernel.bring(values, at, count), count, column + at - from);
      const [low = 0, high = 0, any = 0, largest = 0] = found;
      marks.low = (marks.low + low) | 0;
      marks.high = (marks.high + high) | 0;
      if (any !== 0) marks.isZero = false;
      if (largest >= infinity) marks.isFinite = false;
    }
    markRow(values, end, to, column + end - from, marks);
  };
}

/** The largest magnitudes of columns of f32 by the kernel. */
export function wasmRaise(kernel: Kernel): Raise {
  const { exports, floats: room } = kernel;
  const largest = kernel.wordsAt(exports.largest, room.length);
  return (keys, values, from, stride, count) => {
    if (keys.length < shortest) return raise(keys, values, from, stride, count);
    for (let col = 0; col < keys.length; col += room.length) {
      const width = Math.min(room.length, keys.length - col);
      largest.set(keys.subarray(col, col + width));
      for (let row = 0; row < count; row++) {
        const start = from + row * stride + col;
        exports.raise(kernel.bring(values, start, width), width);
      }
      keys.set(largest.subarray(0, width), col);
    }
  };
}
