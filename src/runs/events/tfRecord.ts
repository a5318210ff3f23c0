/**
 * TFRecord framing: length (u64), masked CRC of the length (u32), payload, masked CRC of the payload (u32),
 * all little-endian.
 */
import { FormatError } from '../../formats/formatError.js';
import { maskedCrc32c } from './crc32c.js';

export const recordHeaderBytes = 12;
export const recordFooterBytes = 4;

/** Closes a record whose payload already stands at `[start + 12, end)`: writes header and footer around it. */
export function sealRecord(bytes: Uint8Array, view: DataView, start: number, end: number): number {
  view.setUint32(start, end - start - recordHeaderBytes, true);
  view.setUint32(start + 4, 0, true);
  view.setUint32(start + 8, maskedCrc32c(bytes, start, start + 8), true);
  view.setUint32(end, maskedCrc32c(bytes, start + recordHeaderBytes, end), true);
  return end + recordFooterBytes;
}

/** Where the payload of the record at `start` ends, or what to wait for: the bytes it needs in all. */
export type RecordBounds =
  | { readonly whole: true; readonly payloadStart: number; readonly end: number }
  | { readonly whole: false; readonly needs: number };

/**
 * Looks at the record at `start` of `bytes`, whose first byte stands at `fileOffset` in the file. A record that
 * is not whole yet is no error: the file may be growing. Throws a FormatError on a wrong checksum.
 */
export function findRecord(bytes: Uint8Array, start: number, fileOffset: number): RecordBounds {
  if (bytes.length - start < recordHeaderBytes) return { whole: false, needs: recordHeaderBytes };
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(start + 8, true) !== maskedCrc32c(bytes, start, start + 8)) {
    throw new FormatError(
      'The checksum of a record’s length is wrong: no event file, or a damaged one',
      fileOffset + start,
    );
  }
  const length = view.getUint32(start, true) + view.getUint32(start + 4, true) * 0x100000000;
  const needs = recordHeaderBytes + length + recordFooterBytes;
  if (bytes.length - start < needs) return { whole: false, needs };
  const payloadStart = start + recordHeaderBytes;
  const payloadEnd = payloadStart + length;
  if (view.getUint32(payloadEnd, true) !== maskedCrc32c(bytes, payloadStart, payloadEnd)) {
    throw new FormatError('The checksum of a record is wrong: the event file is damaged', fileOffset + start);
  }
  return { whole: true, payloadStart, end: payloadEnd + recordFooterBytes };
}
