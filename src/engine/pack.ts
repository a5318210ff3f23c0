import { roundUp, sizeOf } from '../tensor/shape.js';

/**
 * PyTorch's layout ⇄ panels. A dense weight `[out, in]` lies in the arena as `[out8/8][in8][8]`: eight outputs
 * beside each other for every input, so that a product reads it in order. Padding is zero.
 */
export interface Stored {
  readonly storage: 'panels' | 'vector';
  readonly shape: readonly number[];
}

type Words = Float32Array | Float64Array;

/** Writes values in PyTorch's layout to where they are stored. */
export function pack(stored: Stored, values: ArrayLike<number>, arena: Words, pointer: number): void {
  const size = sizeOf(stored.shape);
  if (values.length !== size) {
    throw new RangeError(`${values.length} values for a tensor of shape [${stored.shape.join(', ')}]`);
  }
  if (stored.storage === 'vector') {
    for (let i = 0; i < size; i++) arena[pointer + i] = values[i]!;
    arena.fill(0, pointer + size, pointer + roundUp(size, 16));
    return;
  }
  const { rows, columns, columns8 } = panelSizes(stored.shape);
  arena.fill(0, pointer, pointer + roundUp(rows, 8) * columns8);
  for (let row = 0; row < rows; row++) {
    const start = pointer + (row >> 3) * columns8 * 8 + (row & 7);
    for (let column = 0; column < columns; column++) {
      arena[start + column * 8] = values[row * columns + column]!;
    }
  }
}

/** Reads values from where they are stored into `values`, in PyTorch's layout. */
export function unpack(stored: Stored, arena: Words, pointer: number, values: Words): void {
  if (stored.storage === 'vector') {
    for (let i = 0; i < values.length; i++) values[i] = arena[pointer + i]!;
    return;
  }
  const { rows, columns, columns8 } = panelSizes(stored.shape);
  for (let row = 0; row < rows; row++) {
    const start = pointer + (row >> 3) * columns8 * 8 + (row & 7);
    for (let column = 0; column < columns; column++) {
      values[row * columns + column] = arena[start + column * 8]!;
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
  if (stored.storage === 'vector') return [{ offset: 0, length: sizeOf(stored.shape) }];
  const { rows, columns, columns8 } = panelSizes(stored.shape);
  const fullPanels = rows >> 3;
  const runs: Run[] = [];
  for (let panel = 0; panel < fullPanels; panel++) {
    runs.push({ offset: panel * columns8 * 8, length: columns * 8 });
  }
  for (let column = 0; column < columns && (rows & 7) !== 0; column++) {
    runs.push({ offset: (fullPanels * columns8 + column) * 8, length: rows & 7 });
  }
  return runs;
}

function panelSizes(shape: readonly number[]): { rows: number; columns: number; columns8: number } {
  const [rows = 1, ...rest] = shape;
  const columns = sizeOf(rest);
  return { rows, columns, columns8: roundUp(columns, 8) };
}
