import type { Scratch } from '../tensor/scratch.js';

/** A file, or something like it, read by range. */
export interface ByteSource {
  /** Bytes in all. */
  readonly size: number;
  /**
   * Exactly `length` bytes from `offset`, perhaps in the room of `scratch`; throws a FormatError where the file ends
   * before.
   */
  read(offset: number, length: number, scratch?: Scratch): Promise<Uint8Array>;
  /** The same at once, where the host can: libraries that cannot wait ask for it. */
  readSync?(offset: number, length: number): Uint8Array;
}
