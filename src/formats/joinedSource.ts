import type { ByteSource } from './byteSource.js';
import { checkRange } from './memory.js';

/** Several sources, one after the other, as one. */
export function joinedSource(parts: readonly ByteSource[]): ByteSource {
  const size = parts.reduce((sum, part) => sum + part.size, 0);
  return {
    size,
    read: async (offset, length, scratch) => {
      checkRange(size, offset, length);
      const pieces: Uint8Array[] = [];
      let start = 0;
      for (const part of parts) {
        const from = Math.max(offset - start, 0);
        const to = Math.min(offset + length - start, part.size);
        if (from < to) pieces.push(await part.read(from, to - from, scratch?.beside(pieces.length)));
        start += part.size;
      }
      if (pieces.length === 1) return pieces[0]!;
      const bytes = new Uint8Array(length);
      let at = 0;
      for (const piece of pieces) {
        bytes.set(piece, at);
        at += piece.length;
      }
      return bytes;
    },
  };
}
