/** A file, or something like it, read by range. */
export interface ByteSource {
  /** Bytes in all. */
  readonly size: number;
  /** Exactly `length` bytes from `offset`; throws a FormatError where the file ends before. */
  read(offset: number, length: number): Promise<Uint8Array>;
}
