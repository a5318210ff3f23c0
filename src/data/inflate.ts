import { FormatError } from '../formats/formatError.js';

/** More than this is not unpacked into memory. */
const mostBytes = 2 ** 30;
/** Deflate writes 258 bytes in a quarter of a byte at best. */
const mostRatio = 1032;

/**
 * Unpacks deflated bytes. Throws a `FormatError` where they are damaged, or where more comes out than `limit`,
 * so that a small file cannot fill the memory.
 */
export async function inflate(
  bytes: Uint8Array,
  format: 'gzip' | 'deflate-raw',
  limit = mostBytes,
): Promise<Uint8Array> {
  const stream = new Blob([bytes as Uint8Array<ArrayBuffer>])
    .stream()
    .pipeThrough(new DecompressionStream(format));
  const reader = stream.getReader() as ReadableStreamDefaultReader<Uint8Array>;
  const pieces: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    // What is damaged is told by the stream as an error of its own.
    const piece = await reader.read().catch((error: Error) => {
      throw new FormatError(`the packed data is damaged (${error.message})`, 0);
    });
    if (piece.done) return join(pieces, length);
    length += piece.value.length;
    if (length > limit) {
      await reader.cancel();
      throw new FormatError(`more than ${limit} bytes are packed into ${bytes.length}`, 0);
    }
    pieces.push(piece.value);
  }
}

/** Whether so many bytes can have been packed into so few. */
export function canInflateTo(packed: number, unpacked: number): boolean {
  return unpacked <= packed * mostRatio + mostRatio;
}

export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

function join(pieces: readonly Uint8Array[], length: number): Uint8Array {
  if (pieces.length === 1) return pieces[0]!;
  const whole = new Uint8Array(length);
  let offset = 0;
  for (const piece of pieces) {
    whole.set(piece, offset);
    offset += piece.length;
  }
  return whole;
}
