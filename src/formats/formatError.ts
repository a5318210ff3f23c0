/** A file that is not what it says: what is wrong, and at which byte. */
export class FormatError extends Error {
  constructor(
    message: string,
    /** Offset in the file at which reading failed. */
    readonly byteOffset: number,
  ) {
    super(`${message} (at byte ${byteOffset})`);
    this.name = 'FormatError';
  }
}
