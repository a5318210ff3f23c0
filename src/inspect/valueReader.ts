import { Scratch, type Widen } from '../tensor/scratch.js';
import type { Values } from '../tensor/values.js';

export { Scratch };
export type { Values };

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

/**
 * The pieces of a reader in order, each with the place of its first value. The next piece is on its way while one
 * is looked at; what is yielded holds until then, since two rooms are used in turn. `signal` ends it between two
 * pieces by throwing its reason; `widen` is how the short floats become values.
 */
export async function* readPieces(
  reader: ValueReader,
  signal?: AbortSignal,
  widen?: Widen,
): AsyncGenerator<{ readonly offset: number; readonly values: Values }, undefined> {
  const rooms = [new Scratch(widen), new Scratch(widen)] as const;
  const start = (offset: number): Promise<Values> => {
    const room = rooms[(offset / pieceValues) % 2 ? 1 : 0];
    const piece = reader.read(offset, Math.min(pieceValues, reader.size - offset), room);
    piece.catch(() => undefined); // told where it is awaited, if it ever is
    return piece;
  };
  let next = reader.size > 0 ? start(0) : undefined;
  for (let offset = 0; next; offset += pieceValues) {
    signal?.throwIfAborted();
    const values = await next;
    next = offset + pieceValues < reader.size ? start(offset + pieceValues) : undefined;
    yield { offset, values };
  }
  return undefined;
}

/** So many values are read but once. */
const mostKept = 2 ** 20;

/** The same values, kept in memory after the first read where they are few: a second reading is free. */
export function keepSmall(reader: ValueReader, widen?: Widen): ValueReader {
  if (reader.size > mostKept) return reader;
  let whole: Promise<Values> | undefined;
  return {
    size: reader.size,
    read: async (offset, length) => {
      whole ??= reader.read(0, reader.size, new Scratch(widen));
      return (await whole).subarray(offset, offset + length);
    },
  };
}
