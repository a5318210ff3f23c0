import type { Machine } from '../../../../src/tensor/kernels/machine.js';
import { stepBlock } from '../../../../src/tensor/kernels/stepBlock.js';
import { kernels, type KernelCall, type KernelName } from '../../../../src/tensor/kernels/table.js';
import { createRandom } from '../../../../src/tensor/random.js';

/** What a pointer argument points to before the call. */
export interface Buffer {
  readonly kind: 'float' | 'int';
  readonly values: readonly number[];
  /** Where given, everything outside the first `rows` × `n` of rows of `ld` must be exactly 0 after the call. */
  readonly padded?: { readonly rows: number; readonly n: number; readonly ld: number };
}

/** One call of a kernel: its numbers, and the buffers that its pointers point to. Pointers left out are 0. */
export interface KernelCase {
  readonly title: string;
  readonly args: Readonly<Record<string, Buffer | number>>;
  /** Largest error allowed, relative to the largest magnitude of the buffer; default 3e-6. */
  readonly tolerance?: number;
  /** Error allowed besides, whatever the magnitude; default 0. */
  readonly absolute?: number;
}

/** Stands before, between and behind the buffers; a kernel that writes there is wrong. */
const guard = 12345;
const guardWords = 16;

/** Where each buffer of a case lies, with guards around. */
export function place(args: KernelCase['args']): { offsets: Map<string, number>; words: number } {
  const offsets = new Map<string, number>();
  let free = guardWords;
  for (const [name, value] of Object.entries(args)) {
    if (typeof value === 'number') continue;
    offsets.set(name, free);
    free += Math.ceil(value.values.length / 16) * 16 + guardWords;
  }
  return { offsets, words: free };
}

/** What the largest case takes. */
export const arenaWords = 2 ** 20;

/** Runs one case on a machine of `arenaWords`; returns all buffers as they are then, and whether the guards stand. */
export function runCase(
  kernel: KernelName,
  { args }: KernelCase,
  machine: Machine,
): { results: Map<string, number[]>; guarded: boolean } {
  const { offsets, words } = place(args);
  const floats = machine.floats.subarray(0, words);
  floats.fill(guard);
  const used = new Uint8Array(words);
  const given: Record<string, number> = {};
  for (const [name, kind] of Object.entries(kernels[kernel])) if (kind === 'pointer') given[name] = 0;
  for (const [name, value] of Object.entries(args)) {
    if (typeof value === 'number') {
      given[name] = value;
      continue;
    }
    const offset = offsets.get(name)!;
    if (name in kernels[kernel]) given[name] = offset;
    machine[value.kind === 'int' ? 'ints' : 'floats'].set(value.values, offset);
    used.fill(1, offset, offset + value.values.length);
    stepWords(machine, name, value, offset);
  }
  machine.compile([{ kernel, arguments: given } as KernelCall]).run();
  const results = new Map<string, number[]>();
  for (const [name, offset] of offsets) {
    const { kind, values } = args[name] as Buffer;
    const source = kind === 'int' ? machine.ints : machine.floats;
    results.set(name, Array.from(source.subarray(offset, offset + values.length)));
  }
  const guarded = floats.every((value, i) => used[i] === 1 || value === guard);
  return { results, guarded };
}

/** The step block holds both kinds: its first four words are integers. */
function stepWords(machine: Machine, name: string, buffer: Buffer, offset: number): void {
  if (name === 'step') machine.ints.set(buffer.values.slice(0, 4), offset);
}

const random = createRandom(7, 0);
let drawn = 0;

export function uniform(minimum: number, maximum: number): number {
  return minimum + (maximum - minimum) * random.uniform(drawn++);
}

export function roundUp(value: number, multiple: number): number {
  return Math.ceil(value / multiple) * multiple;
}

export function floats(length: number, draw: (i: number) => number = () => uniform(-2, 2)): Buffer {
  return { kind: 'float', values: Array.from({ length }, (_, i) => Math.fround(draw(i))) };
}

export function ints(values: readonly number[]): Buffer {
  return { kind: 'int', values };
}

/** Activations `[rows4][ld]`, zero in the padding before, and after if `staysPadded`. */
export function matrix(
  rows: number,
  n: number,
  draw: (row: number, column: number) => number = () => uniform(-2, 2),
  { ld = roundUp(n, 8), staysPadded = true } = {},
): Buffer {
  const values = Array.from({ length: roundUp(rows, 4) * ld }, (_, i) => {
    const row = Math.floor(i / ld);
    const column = i % ld;
    return row < rows && column < n ? Math.fround(draw(row, column)) : 0;
  });
  return { kind: 'float', values, ...(staysPadded ? { padded: { rows, n, ld } } : {}) };
}

/** Weights in panels `[out8/8][in8][8]`, zero in the padding. */
export function panels(inputs: number, outputs: number): Buffer {
  const in8 = roundUp(inputs, 8);
  const out8 = roundUp(outputs, 8);
  return floats(in8 * out8, (i) => {
    const output = Math.floor(i / (in8 * 8)) * 8 + (i % 8);
    const input = Math.floor(i / 8) % in8;
    return output < outputs && input < inputs ? uniform(-1, 1) : 0;
  });
}

/** A buffer that the kernel writes: full of something else before. */
export function output(length: number, padded?: Buffer['padded']): Buffer {
  const values = new Array<number>(length).fill(-7.5);
  return padded === undefined ? { kind: 'float', values } : { kind: 'float', values, padded };
}

/** The step block with these fields, 0 in the others. */
export function stepBlockBuffer(fields: Partial<Record<keyof typeof stepBlock, number>>): Buffer {
  const values = new Array<number>(stepBlock.words).fill(0);
  for (const [field, value] of Object.entries(fields)) values[stepBlock[field as 'seed']] = value;
  return { kind: 'float', values };
}
