import { Scratch, type Ground } from '../tensor/scratch.js';

/** Rooms that wait for who reads next, at most: some readers go on at the same time, with two each. */
const mostIdle = 6;
/** A larger one is let go, in bytes. */
const largestIdle = 8 << 20;

/** Rooms for pieces, lent to who reads: many tensors are so small that making a room would take longer than all else. */
export class Rooms {
  readonly #idle: Scratch[] = [];

  constructor(readonly ground?: Ground) {}

  lend(): Scratch {
    return this.#idle.pop() ?? new Scratch(this.ground);
  }

  /** Nothing is read into it any more, and nobody looks at what lies in it. */
  takeBack(room: Scratch): void {
    if (this.#idle.length < mostIdle && room.byteLength <= largestIdle) this.#idle.push(room);
  }
}
