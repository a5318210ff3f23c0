import type { ByteSource } from '../byteSource.js';
import { FormatError } from '../formatError.js';
import { checkRange } from '../memory.js';
import { updateCrc32 } from './crc32.js';
import type { ZipEntry } from './directory.js';
import { inflatedSource } from './inflate.js';

/**
 * The content of an entry by range. Where it is read from its beginning to its end, its checksum is compared, once;
 * `warn` is told where it differs. Throws a FormatError for what cannot be read: encryption, other methods than
 * deflate, a deflated size that only a bomb has.
 */
export function zipEntrySource(
  source: ByteSource,
  entry: ZipEntry,
  warn: (message: string) => void,
): ByteSource {
  const { name, method, compressedSize, headerOffset } = entry;
  if (entry.isEncrypted) throw new FormatError(`"${name}" in the archive is encrypted`, headerOffset);
  let start: Promise<number> | undefined;
  const stored: ByteSource = {
    size: compressedSize,
    read: async (offset, length, scratch) => {
      checkRange(compressedSize, offset, length);
      start ??= findContent(source, entry);
      return source.read((await start) + offset, length, scratch);
    },
  };
  if (method === 0) return checked(stored, entry, warn);
  if (method === 8) return checked(inflatedSource(stored, entry), entry, warn);
  throw new FormatError(
    `"${name}" is packed by method ${method}; only stored and deflated can be read`,
    headerOffset,
  );
}

/** The local header repeats the name and has an extra field of its own length. */
async function findContent(
  source: ByteSource,
  { name, headerOffset, compressedSize }: ZipEntry,
): Promise<number> {
  const header = await source.read(headerOffset, 30);
  const view = new DataView(header.buffer, header.byteOffset, header.length);
  if (view.getUint32(0, true) !== 0x04034b50) {
    throw new FormatError(`the archive has no entry "${name}" where its directory says`, headerOffset);
  }
  const start = headerOffset + 30 + view.getUint16(26, true) + view.getUint16(28, true);
  checkRange(source.size, start, compressedSize);
  return start;
}

function checked(
  content: ByteSource,
  { name, crc32 }: ZipEntry,
  warn: (message: string) => void,
): ByteSource {
  let position = 0;
  let sum = 0;
  return {
    size: content.size,
    read: async (offset, length, scratch) => {
      const bytes = await content.read(offset, length, scratch);
      if (offset === position && length > 0) {
        sum = updateCrc32(sum, bytes);
        position += length;
        if (position === content.size && sum !== crc32) {
          warn(`"${name}" does not match its checksum (CRC-32): the file is damaged there`);
        }
      }
      return bytes;
    },
  };
}
