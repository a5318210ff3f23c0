import type { ByteSource } from './byteSource.js';
import { FormatError } from './formatError.js';

/** Bytes in memory as a source. What is read is a view of them, not a copy. */
export function memorySource(bytes: Uint8Array): ByteSource {
  const readSync = (offset: number, length: number): Uint8Array => {
    checkRange(bytes.length, offset, length);
    return bytes.subarray(offset, offset + length);
  };
  return { size: bytes.length, read: async (offset, length) => readSync(offset, length), readSync };
}

/** Throws a FormatError where `length` bytes from `offset` do not lie within `size` bytes. */
export function checkRange(size: number, offset: number, length: number): void {
  if (offset < 0 || length < 0 || offset + length > size) {
    throw new FormatError(`the file ends at byte ${size}, but ${length} bytes are to be read`, offset);
  }
}
