import type { Scratch } from '../tensor/scratch.js';
import type { Values } from '../tensor/values.js';
import { readInTurn } from './readInTurn.js';
import { Rooms } from './rooms.js';

export type { Scratch, Values };

/** Many values that are read a piece at a time, such as a tensor of an open file. */
export interface ValueReader {
  /** How many there are. */
  readonly size: number;
  /** Values `offset` to `offset + length`, perhaps in the room of `scratch`; not to be written to. */
  read(offset: number, length: number, scratch?: Scratch): Promise<Values>;
}

/** Values a piece: enough that reading is not what takes the time, little enough to stay in a cache. */
export const pieceValues = 2 ** 18;

/** Values in memory. */
export function memoryReader(values: Values): ValueReader {
  return {
    size: values.length,
    read: async (offset, length) => values.subarray(offset, offset + length),
  };
}

/** The pieces of a reader in order, each with the place of its first value; `readInTurn` says how long one holds. */
export async function* readPieces(
  reader: ValueReader,
  signal?: AbortSignal,
  rooms: Rooms = new Rooms(),
): AsyncGenerator<{ readonly offset: number; readonly values: Values }, undefined> {
  const read = (index: number, room: Scratch): Promise<Values> => {
    const offset = index * pieceValues;
    return reader.read(offset, Math.min(pieceValues, reader.size - offset), room);
  };
  let offset = 0;
  for await (const values of readInTurn(Math.ceil(reader.size / pieceValues), read, rooms, signal)) {
    yield { offset, values };
    offset += values.length;
  }
  return undefined;
}
