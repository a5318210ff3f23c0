import type { Values } from '../tensor/values.js';

export type { Values };

/** Many values that are read a piece at a time, such as a tensor of an open file. */
export interface ValueReader {
  /** How many there are. */
  readonly size: number;
  /** Values `offset` to `offset + length`; not to be written to. */
  read(offset: number, length: number): Promise<Values>;
}

/** Values a piece: enough that reading is not what takes the time, little enough to stay in a cache. */
export const pieceValues = 2 ** 20;

/** Values in memory. */
export function memoryReader(values: Values): ValueReader {
  return {
    size: values.length,
    read: async (offset, length) => values.subarray(offset, offset + length),
  };
}

/**
 * The pieces of a reader in order, each with the place of its first value. The next piece is on its way while one
 * is looked at. `signal` ends it between two pieces by throwing its reason.
 */
export async function* readPieces(
  reader: ValueReader,
  signal?: AbortSignal,
): AsyncGenerator<{ readonly offset: number; readonly values: Values }, undefined> {
  const start = (offset: number): Promise<Values> => {
    const piece = reader.read(offset, Math.min(pieceValues, reader.size - offset));
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

/** The same values, kept in memory after the first read where they are one piece: a second reading is free. */
export function keepSmall(reader: ValueReader): ValueReader {
  if (reader.size > pieceValues) return reader;
  let whole: Promise<Values> | undefined;
  return {
    size: reader.size,
    read: async (offset, length) => {
      whole ??= reader.read(0, reader.size);
      return (await whole).subarray(offset, offset + length);
    },
  };
}
