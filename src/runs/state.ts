/**
 * `last.state`: all that a run needs to go on, in one file. A safetensors file whose tensors are named
 * `weights/…`, `best/…` and `engine/…`, with the numbers as JSON in its metadata.
 */
import * as z from 'zod/mini';
import { FormatError } from '../formats/formatError.js';
import { memorySource } from '../formats/memory.js';
import { safetensors } from '../formats/safetensors.js';
import { writeSafetensors } from '../formats/writeSafetensors.js';
import { toFloatTensor } from '../tensor/decode.js';
import type { FloatTensor, Tensor } from '../tensor/tensor.js';
import { toTensor } from './checkpoint.js';

export interface ResumeState {
  /** Finished epochs. */
  readonly epoch: number;
  /** Steps done, in all. */
  readonly step: number;
  /** Parameters and running statistics, in the network's order. */
  readonly weights: readonly FloatTensor[];
  /** The epoch with the lowest monitored value, and the weights it ended with. */
  readonly best: BestState | null;
  /** The session's state: optimizer slots, step count, totals of the epoch that runs. */
  readonly engine: {
    readonly tensors: readonly FloatTensor[];
    readonly numbers: Readonly<Record<string, number>>;
  };
  /** What the loop counts: patience, schedule, seconds so far. */
  readonly numbers: Readonly<Record<string, number | null>>;
}

export interface BestState {
  readonly epoch: number;
  readonly value: number;
  readonly weights: readonly FloatTensor[];
}

/** Where the event file stood when the state was written: all before it is safe on the disk. */
export interface EventsPosition {
  readonly file: string;
  readonly length: number;
}

const metadataKey = 'netweight.state';

/** Numbers that JSON has no word for travel as words. */
const anyNumber = z.pipe(
  z.union([z.number(), z.enum(['NaN', 'Infinity', '-Infinity'])]),
  z.transform(Number),
);
const header = z.object({
  version: z.literal(1),
  epoch: z.int().check(z.nonnegative()),
  step: z.int().check(z.nonnegative()),
  best: z.nullable(z.object({ epoch: z.int(), value: anyNumber })),
  engine: z.record(z.string(), anyNumber),
  numbers: z.record(z.string(), z.nullable(anyNumber)),
  events: z.object({ file: z.string(), length: z.int().check(z.nonnegative()) }),
});

export function encodeState(state: ResumeState, events: EventsPosition): Uint8Array {
  const { epoch, step, weights, best, engine, numbers } = state;
  const json = JSON.stringify(
    {
      version: 1,
      epoch,
      step,
      best: best && { epoch: best.epoch, value: best.value },
      engine: engine.numbers,
      numbers,
      events,
    },
    (_, value: unknown) => (typeof value === 'number' && !Number.isFinite(value) ? String(value) : value),
  );
  const tensors = [
    ...named('weights/', weights),
    ...named('best/', best?.weights ?? []),
    ...named('engine/', engine.tensors),
  ];
  return writeSafetensors(tensors, { [metadataKey]: json });
}

/** Throws a FormatError where the bytes are no state. */
export async function decodeState(
  bytes: Uint8Array,
): Promise<{ readonly state: ResumeState; readonly events: EventsPosition }> {
  const file = await safetensors.open(memorySource(bytes));
  const result = header.safeParse(parseJson(file.metadata[metadataKey] ?? ''));
  if (!result.success) throw new FormatError('last.state lacks its numbers, or they are damaged', 8);
  const { epoch, step, best, engine, numbers, events } = result.data;
  const tensors = await Promise.all(file.tensors.map((info) => file.read(info)));
  const under = (prefix: string): FloatTensor[] =>
    tensors.filter(({ name }) => name.startsWith(prefix)).map((tensor) => toFloats(tensor, prefix));
  const state = {
    epoch,
    step,
    weights: under('weights/'),
    best: best && { ...best, weights: under('best/') },
    engine: { tensors: under('engine/'), numbers: engine },
    numbers,
  };
  return { state, events };
}

function named(prefix: string, tensors: readonly FloatTensor[]): Tensor[] {
  return tensors.map((tensor) => toTensor({ ...tensor, name: prefix + tensor.name }));
}

function toFloats(tensor: Tensor, prefix: string): FloatTensor {
  const { name, dtype } = tensor;
  if (dtype !== 'float32') throw new FormatError(`last.state holds ${name} as ${dtype}, not as float32`, 8);
  return toFloatTensor({ ...tensor, name: name.slice(prefix.length) });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
