/**
 * The central directory of a zip archive (APPNOTE.TXT 4.3), read from its end by range: what is in it and where.
 * Names are keys, never paths: nothing is ever written to disk.
 */
import type { ByteSource } from '../byteSource.js';
import { FormatError } from '../formatError.js';

export interface ZipEntry {
  readonly name: string;
  /** Bytes once inflated, as the directory claims. */
  readonly size: number;
  readonly compressedSize: number;
  /** 0 stored, 8 deflated. */
  readonly method: number;
  readonly crc32: number;
  readonly isEncrypted: boolean;
  /** Where its local header begins. */
  readonly headerOffset: number;
}

export interface ZipDirectory {
  /** By name; where a name stands twice, the last. */
  readonly entries: ReadonlyMap<string, ZipEntry>;
  readonly warnings: readonly string[];
}

const endBytes = 22;
const longestComment = 0xffff;
const zip64LocatorBytes = 20;
const headerBytes = 46;
/** The longest directory that is read: far more than a million tensors need. */
const longestDirectory = 2 ** 28;

export async function readZipDirectory(source: ByteSource): Promise<ZipDirectory> {
  const end = await findEnd(source);
  if (end.directoryBytes > Math.min(end.position, longestDirectory)) {
    throw new FormatError(
      `the zip directory should be ${end.directoryBytes} bytes long, but only ${end.position} stand before its end`,
      end.position,
    );
  }
  const start = end.position - end.directoryBytes;
  // Bytes before the archive shift all that it says of places, as Python's zipfile allows.
  const shift = start - end.directoryOffset;
  if (shift < 0) {
    throw new FormatError(
      `the zip directory should begin at byte ${end.directoryOffset}, but only ${start} stand before it`,
      end.position,
    );
  }
  const bytes = await source.read(start, end.directoryBytes);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const entries = new Map<string, ZipEntry>();
  const warnings: string[] = [];
  for (let at = 0; at < bytes.length;) {
    const fail = (message: string): never => {
      throw new FormatError(`the zip directory ${message}`, start + at);
    };
    if (at + headerBytes > bytes.length || view.getUint32(at, true) !== 0x02014b50) fail('is damaged');
    const nameBytes = view.getUint16(at + 28, true);
    const extraBytes = view.getUint16(at + 30, true);
    const commentBytes = view.getUint16(at + 32, true);
    const next = at + headerBytes + nameBytes + extraBytes + commentBytes;
    if (next > bytes.length) fail('is cut off');
    const extraStart = at + headerBytes + nameBytes;
    const extra = new DataView(bytes.buffer, bytes.byteOffset + extraStart, extraBytes);
    const [size, compressedSize, offset] = widen(extra, [
      view.getUint32(at + 24, true),
      view.getUint32(at + 20, true),
      view.getUint32(at + 42, true),
    ]);
    const name = new TextDecoder().decode(bytes.subarray(at + headerBytes, extraStart));
    const entry: ZipEntry = {
      name,
      size: size!,
      compressedSize: compressedSize!,
      method: view.getUint16(at + 10, true),
      crc32: view.getUint32(at + 16, true),
      isEncrypted: (view.getUint16(at + 8, true) & 1) === 1,
      headerOffset: offset! + shift,
    };
    if (entry.headerOffset + entry.compressedSize > start) {
      fail(
        `places "${name}" at byte ${entry.headerOffset} with ${entry.compressedSize} bytes, beyond the data`,
      );
    }
    if (entries.has(name)) warnings.push(`"${name}" stands twice in the archive: the last one counts`);
    entries.set(name, entry);
    at = next;
  }
  return { entries, warnings };
}

interface End {
  readonly position: number;
  readonly directoryOffset: number;
  readonly directoryBytes: number;
}

/** The end-of-directory record: the last one in the file, whatever follows it. */
async function findEnd(source: ByteSource): Promise<End> {
  const tailBytes = Math.min(source.size, endBytes + longestComment + zip64LocatorBytes);
  const tailStart = source.size - tailBytes;
  const tail = await source.read(tailStart, tailBytes);
  const view = new DataView(tail.buffer, tail.byteOffset, tail.length);
  for (let at = tail.length - endBytes; at >= 0; at--) {
    if (view.getUint32(at, true) !== 0x06054b50) continue;
    const directoryBytes = view.getUint32(at + 12, true);
    const directoryOffset = view.getUint32(at + 16, true);
    const locator = at - zip64LocatorBytes;
    // Where there is one, its record stands between the directory and this one, even in a small archive.
    if (locator >= 0 && view.getUint32(locator, true) === 0x07064b50) {
      return readZip64End(source, readUint64(view, locator + 8), tailStart + locator);
    }
    return { position: tailStart + at, directoryOffset, directoryBytes };
  }
  throw new FormatError(
    'the zip archive has no directory at its end: the file is cut off, or a download did not finish',
    source.size,
  );
}

async function readZip64End(source: ByteSource, claimed: number, locator: number): Promise<End> {
  // Where bytes stand before the archive, the record is not at the place named, but right before its locator.
  for (const position of [claimed, locator - 56]) {
    if (position < 0 || position + 56 > source.size) continue;
    const bytes = await source.read(position, 56);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    if (view.getUint32(0, true) !== 0x06064b50) continue;
    return {
      position,
      directoryBytes: readUint64(view, 40),
      directoryOffset: readUint64(view, 48),
    };
  }
  throw new FormatError(`the zip64 directory is not at byte ${claimed}, where it should be`, locator);
}

/** Values of all ones stand, in 64 bits, in the extra field 1, in this order. */
function widen(extra: DataView, values: readonly number[]): number[] {
  for (let at = 0; at + 4 <= extra.byteLength;) {
    const length = extra.getUint16(at + 2, true);
    if (extra.getUint16(at, true) === 1) {
      let field = at + 4;
      const end = Math.min(field + length, extra.byteLength);
      return values.map((value) => {
        if (value !== 0xffffffff || field + 8 > end) return value;
        field += 8;
        return readUint64(extra, field - 8);
      });
    }
    at += 4 + length;
  }
  return [...values];
}

/** What is beyond 2^53 rounds, and is refused by the checks against the file's size. */
function readUint64(view: DataView, offset: number): number {
  return Number(view.getBigUint64(offset, true));
}
