/**
 * The protobuf wire format (protobuf.dev/programming-guides/encoding) read by range: a field is its number and
 * where its value stands, so that a tensor's gigabytes are passed over and read later.
 */
import type { SourceCursor } from '../sourceCursor.js';

export interface WireField {
  readonly number: number;
  /** 0 varint, 1 eight bytes, 2 a length and bytes, 5 four bytes. */
  readonly type: number;
  /** The value of a varint, rounded beyond 2^53; 0 for others. */
  readonly value: number;
  /** Where the value's bytes begin and end; of a varint, where it ends. */
  readonly start: number;
  readonly end: number;
}

/**
 * Calls `visit` for each field of the message that stands from the cursor's position to `end`. Throws a
 * FormatError where the bytes are no message.
 */
export async function readFields(
  cursor: SourceCursor,
  end: number,
  visit: (field: WireField) => void | Promise<void>,
): Promise<void> {
  while (cursor.position < end) {
    const head = Math.min(20, end - cursor.position);
    if (!cursor.has(head)) await cursor.need(head);
    const key = readVarint(cursor, end);
    const type = key & 7;
    const number = Math.floor(key / 8);
    if (number === 0) cursor.fail('a field has the number 0: this is no protobuf message, or it is damaged');
    let value = 0;
    let length = 0;
    if (type === 0) value = readVarint(cursor, end);
    else if (type === 1) length = 8;
    else if (type === 2) length = readVarint(cursor, end);
    else if (type === 5) length = 4;
    else
      cursor.fail(
        `field ${number} is of the unknown wire type ${type}: this is no protobuf message, or it is damaged`,
      );
    const start = cursor.position;
    if (length > end - start) {
      cursor.fail(
        `field ${number} should be ${length} bytes long, but only ${end - start} are left: the file is cut off or damaged`,
      );
    }
    const visited = visit({ number, type, value, start, end: start + length });
    if (visited) await visited;
    cursor.position = start + length;
  }
}

/** A varint whose bytes stand in the window. Negative numbers, of ten bytes, come out as such. */
export function readVarint(cursor: SourceCursor, end: number): number {
  let value = 0;
  let scale = 1;
  for (let i = 0; i < 10; i++) {
    if (cursor.position >= end) cursor.fail('a number is cut off: the file is damaged');
    const byte = cursor.uint8();
    if (i === 9) return value - 2 ** 63;
    value += (byte & 0x7f) * scale;
    if (byte < 0x80) return value;
    scale *= 128;
  }
  return cursor.fail('a number is longer than ten bytes: the file is damaged');
}

const longestText = 2 ** 20;

/** The text of a field; what is longer than any name is cut. */
export async function readText(cursor: SourceCursor, { start, end }: WireField): Promise<string> {
  const length = Math.min(end - start, longestText);
  cursor.position = start;
  await cursor.need(length);
  return cursor.text(length);
}
