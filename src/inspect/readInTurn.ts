import type { Scratch } from '../tensor/scratch.js';
import type { Values } from '../tensor/values.js';
import type { Rooms } from './rooms.js';

/**
 * What `read` gives for 0 to `count`, in order. The next one is on its way while one is looked at; what is yielded holds
 * until then, since two rooms are used in turn. `signal` ends it between two by throwing its reason.
 */
export async function* readInTurn(
  count: number,
  read: (index: number, room: Scratch) => Promise<Values>,
  rooms: Rooms,
  signal?: AbortSignal,
): AsyncGenerator<Values, undefined> {
  const pair = [rooms.lend(), rooms.lend()] as const;
  const start = (index: number): Promise<Values> | undefined => {
    if (index >= count) return undefined;
    const values = read(index, pair[index % 2 ? 1 : 0]);
    values.catch(() => undefined); // told where it is awaited, if it ever is
    return values;
  };
  let next = start(0);
  try {
    for (let index = 0; next; index++) {
      signal?.throwIfAborted();
      const values = await next;
      next = start(index + 1);
      yield values;
    }
    return undefined;
  } finally {
    // Nobody else may have a room that is still being read into.
    await next?.catch(() => undefined);
    for (const room of pair) rooms.takeBack(room);
  }
}
