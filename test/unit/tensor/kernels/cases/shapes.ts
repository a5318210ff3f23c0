/** Shapes that cases of many kernels go over, with all kinds of edges, and the buffers of one. */
import { floats, output, roundUp, type Buffer, type KernelCase } from '../arena.js';

/** rows × columns */
const shapes = [
  ...[1, 2, 3, 4, 5, 6, 7, 8, 9].map((rows) => [rows, 3] as const),
  ...[1, 2, 4, 5, 7, 8, 9, 12, 15, 16, 17].map((n) => [5, n] as const),
  [16, 10],
  [33, 300],
] as const;

/** One case a shape. */
export function overShapes(make: (rows: number, n: number) => KernelCase['args']): KernelCase[] {
  return shapes.map(([rows, n]) => ({ title: `${rows} × ${n}`, args: make(rows, n) }));
}

export function sizes(rows: number, n: number): { rows: number; rows4: number; n: number; ld: number } {
  return { rows, rows4: roundUp(rows, 4), n, ld: roundUp(n, 8) };
}

export function padded(rows: number, n: number): Buffer {
  return output(roundUp(rows, 4) * roundUp(n, 8), { rows, n, ld: roundUp(n, 8) });
}

export function unpadded(rows: number, n: number): Buffer {
  return output(roundUp(rows, 4) * roundUp(n, 8));
}

/** A vector of one number a column, zero in the padding. */
export function columns(n: number, draw: () => number): Buffer {
  return floats(roundUp(n, 8), (j) => (j < n ? draw() : 0));
}

const counts = [4, 8, 12, 64, 1028];

export function elementwise(make: (count: number) => KernelCase['args']): KernelCase[] {
  return counts.map((count) => ({ title: `${count} numbers`, args: { ...make(count), count } }));
}
