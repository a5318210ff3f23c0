import { roundUp, sizeOf } from '../tensor/shape.js';

/**
 * How a tensor in PyTorch's layout lies in the arena. Padding is zero.
 *
 * - `panels`, what products read: `[out, in, …taps]` as `[out8/8][taps·in, padded to 8][8]`, eight outputs beside each
 *   other for every input, the channels of a tap together;
 * - `rows`: its numbers in order, in one row, or in as many as `groups` says;
 * - `taps`, of a depthwise convolution: `[channels, 1, …taps]` as `[taps][channels8]`.
 */
export type Storage = 'panels' | 'rows' | 'taps';

export interface Stored {
  readonly storage: Storage;
  readonly shape: readonly number[];
  /** So many equal parts of the first axis, each padded for itself; default 1. */
  readonly groups?: number;
}

type Words = Float32Array | Float64Array;

/** Where the numbers of a tensor lie, seen as rows and columns in PyTorch's order. */
interface Places {
  readonly words: number;
  readonly rows: number;
  readonly columns: number;
  readonly rowStart: (row: number) => number;
  readonly columnOffset: (column: number) => number;
}

function placesOf({ storage, shape, groups = 1 }: Stored): Places {
  const [first = 1, second = 1, ...others] = shape;
  switch (storage) {
    case 'rows': {
      const columns = sizeOf(shape) / groups;
      const stride = roundUp(columns, 8);
      return {
        words: roundUp(groups * stride, 16),
        rows: groups,
        columns,
        rowStart: (row) => row * stride,
        columnOffset: (column) => column,
      };
    }
    case 'taps': {
      const stride = roundUp(first, 8);
      const columns = second * sizeOf(others);
      return {
        words: roundUp(columns * stride, 16),
        rows: first,
        columns,
        rowStart: (row) => row,
        columnOffset: (column) => column * stride,
      };
    }
    case 'panels': {
      const taps = sizeOf(others);
      const columns = second * taps;
      const rowsOfGroup = first / groups;
      const panelWords = roundUp(columns, 8) * 8;
      const groupWords = (roundUp(rowsOfGroup, 8) / 8) * panelWords;
      return {
        words: groups * groupWords,
        rows: first,
        columns,
        rowStart(row) {
          const inGroup = row % rowsOfGroup;
          return Math.floor(row / rowsOfGroup) * groupWords + (inGroup >> 3) * panelWords + (inGroup & 7);
        },
        columnOffset: (column) => ((column % taps) * second + Math.floor(column / taps)) * 8,
      };
    }
  }
}

/** Words that a tensor takes in its storage, padding included. */
export function storageWords(stored: Stored): number {
  return placesOf(stored).words;
}

/** Writes values in PyTorch's layout to where they are stored. */
export function pack(stored: Stored, values: ArrayLike<number>, arena: Words, pointer: number): void {
  if (values.length !== sizeOf(stored.shape)) {
    throw new RangeError(`${values.length} values for a tensor of shape [${stored.shape.join(', ')}]`);
  }
  const { words, rows, columns, rowStart, columnOffset } = placesOf(stored);
  arena.fill(0, pointer, pointer + words);
  const offsets = Int32Array.from({ length: columns }, (_, column) => columnOffset(column));
  for (let row = 0; row < rows; row++) {
    const start = pointer + rowStart(row);
    const from = row * columns;
    for (let column = 0; column < columns; column++) {
      arena[start + offsets[column]!] = values[from + column]!;
    }
  }
}

/** Reads values from where they are stored into `values`, in PyTorch's layout. */
export function unpack(stored: Stored, arena: Words, pointer: number, values: Words): void {
  const { rows, columns, rowStart, columnOffset } = placesOf(stored);
  const offsets = Int32Array.from({ length: columns }, (_, column) => columnOffset(column));
  for (let row = 0; row < rows; row++) {
    const start = pointer + rowStart(row);
    const to = row * columns;
    for (let column = 0; column < columns; column++) {
      values[to + column] = arena[start + offsets[column]!]!;
    }
  }
}

/** A stretch of words that are all values and no padding, from where a tensor is stored. */
export interface Run {
  readonly offset: number;
  readonly length: number;
}

/** Where a stored tensor's values lie, in the order of storage. */
export function valueRuns(stored: Stored): Run[] {
  const { storage, groups = 1 } = stored;
  const { rows, columns, rowStart, columnOffset } = placesOf(stored);
  const runs: Run[] = [];
  const add = (offset: number, length: number): void => {
    const last = runs.at(-1);
    if (last && last.offset + last.length === offset)
      runs[runs.length - 1] = { offset: last.offset, length: last.length + length };
    else runs.push({ offset, length });
  };
  if (storage === 'rows') for (let row = 0; row < rows; row++) add(rowStart(row), columns);
  if (storage === 'taps') for (let tap = 0; tap < columns; tap++) add(columnOffset(tap), rows);
  if (storage === 'panels') {
    const rowsOfGroup = rows / groups;
    for (let row = 0; row < rows; row += rowsOfGroup) {
      for (let inGroup = 0; inGroup < rowsOfGroup; inGroup += 8) {
        const start = rowStart(row + inGroup);
        const length = Math.min(8, rowsOfGroup - inGroup);
        for (let column = 0; column < columns; column++) add(start + column * 8, length);
      }
    }
  }
  return runs;
}
