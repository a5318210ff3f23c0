import type { Scratch } from '../../tensor/scratch.js';
import type { ByteSource } from '../byteSource.js';
import { FormatError } from '../formatError.js';
import { checkRange } from '../memory.js';
import type { ZipEntry } from './directory.js';

/** Deflate reaches 1032:1 on zeros alone; what is packed denser than this and large is a bomb, not weights. */
const densest = 200;
const largestDense = 2 ** 28;
const inputBytes = 2 ** 16;

/**
 * Deflated bytes by range. Reading goes forward through one stream, so that pieces in order inflate once; going
 * back starts anew. Memory is bounded by the piece.
 */
export function inflatedSource(
  packed: ByteSource,
  { name, size, compressedSize, headerOffset }: ZipEntry,
): ByteSource {
  if (size > largestDense && size > densest * compressedSize) {
    throw new FormatError(
      `"${name}" claims to inflate from ${compressedSize} to ${size} bytes: refused as a zip bomb`,
      headerOffset,
    );
  }
  let reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
  let position = 0;
  let left = new Uint8Array(0);
  // One read at a time: they share the stream.
  let last: Promise<unknown> = Promise.resolve();

  const restart = (): void => {
    void reader?.cancel().catch(() => undefined);
    reader = startInflating(packed);
    position = 0;
    left = new Uint8Array(0);
  };
  const fail = (reason: string): never => {
    throw new FormatError(`"${name}" cannot be inflated: ${reason}`, headerOffset);
  };
  const next = async (): Promise<Uint8Array> => {
    if (left.length > 0) return left;
    try {
      const { value, done } = await reader!.read();
      return done ? fail(`it ends after ${position} of ${size} bytes`) : value;
    } catch (error) {
      if (error instanceof FormatError) throw error;
      return fail((error as Error).message || 'the data is damaged');
    }
  };
  const read = async (offset: number, length: number, scratch?: Scratch): Promise<Uint8Array> => {
    if (!reader || offset < position) restart();
    const bytes = scratch?.bytes(length) ?? new Uint8Array(length);
    while (position < offset + length) {
      const chunk = await next();
      const used = Math.min(chunk.length, offset + length - position);
      const skipped = Math.max(0, Math.min(used, offset - position));
      if (used > skipped) bytes.set(chunk.subarray(skipped, used), position + skipped - offset);
      left = chunk.subarray(used) as Uint8Array<ArrayBuffer>;
      position += used;
    }
    return bytes;
  };
  return {
    size,
    read: (offset, length, scratch) => {
      const result = last.then(() => {
        checkRange(size, offset, length);
        return read(offset, length, scratch);
      });
      last = result.catch(() => (reader = undefined));
      return result;
    },
  };
}

function startInflating(packed: ByteSource): ReadableStreamDefaultReader<Uint8Array> {
  let position = 0;
  const input = new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      pull: async (controller) => {
        const length = Math.min(inputBytes, packed.size - position);
        if (length === 0) return controller.close();
        controller.enqueue(Uint8Array.from(await packed.read(position, length)));
        position += length;
      },
    },
    { highWaterMark: 0 },
  );
  return input.pipeThrough(new DecompressionStream('deflate-raw')).getReader();
}
