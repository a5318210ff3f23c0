import type { SourceCursor } from '../sourceCursor.js';

const deepest = 8;
/** Of an array so many values are shown; tokenizers have hundreds of thousands. */
const shownItems = 8;
const longestShown = 4000;

/** Bytes of a value of each type; text and arrays have their own length. */
const widths: Readonly<Record<number, number>> = {
  0: 1,
  1: 1,
  2: 2,
  3: 2,
  4: 4,
  5: 4,
  6: 4,
  7: 1,
  10: 8,
  11: 8,
  12: 8,
};
const textType = 8;
const arrayType = 9;

/** The pairs of a GGUF file as text. Throws a FormatError where a length or a type cannot be. */
export async function readMetadata(cursor: SourceCursor, count: number): Promise<Map<string, string>> {
  const metadata = new Map<string, string>();
  for (let i = 0; i < count; i++) {
    const key = await readString(cursor);
    await cursor.need(4);
    metadata.set(key, await readValue(cursor, cursor.uint32(), 0));
  }
  return metadata;
}

async function readValue(cursor: SourceCursor, type: number, depth: number): Promise<string> {
  if (type === textType) return (await readString(cursor)).slice(0, longestShown);
  if (type === arrayType) return readArray(cursor, depth);
  const width = widths[type];
  if (width === undefined) cursor.fail(`a value of the metadata is of the unknown type ${type}`);
  if (!cursor.has(width)) await cursor.need(width);
  const view = new DataView(cursor.bytes(width).slice().buffer);
  switch (type) {
    case 0:
      return String(view.getUint8(0));
    case 1:
      return String(view.getInt8(0));
    case 2:
      return String(view.getUint16(0, true));
    case 3:
      return String(view.getInt16(0, true));
    case 4:
      return String(view.getUint32(0, true));
    case 5:
      return String(view.getInt32(0, true));
    case 6:
      return String(Number(view.getFloat32(0, true).toPrecision(7)));
    case 7:
      return String(view.getUint8(0) !== 0);
    case 10:
      return String(view.getBigUint64(0, true));
    case 11:
      return String(view.getBigInt64(0, true));
    default:
      return String(view.getFloat64(0, true));
  }
}

async function readArray(cursor: SourceCursor, depth: number): Promise<string> {
  if (depth === deepest) cursor.fail(`arrays stand within arrays of the metadata more than ${deepest} deep`);
  await cursor.need(12);
  const type = cursor.uint32();
  const count = cursor.uint64();
  const width = widths[type] ?? (type === textType ? 8 : 12);
  if (count * width > cursor.left) {
    cursor.fail(
      `an array of the metadata should hold ${count} values, but only ${cursor.left} bytes are left`,
    );
  }
  const shown: string[] = [];
  for (let i = 0; i < count; i++) {
    if (i < shownItems || type === arrayType) {
      const item = await readValue(cursor, type, depth + 1);
      if (i < shownItems) shown.push(item);
    } else if (type === textType) await skipString(cursor);
    else {
      cursor.position += (count - i) * width;
      break;
    }
  }
  const more = count > shownItems ? `, … ${count} in all` : '';
  return `[${shown.join(', ').slice(0, longestShown)}${more}]`;
}

async function readLength(cursor: SourceCursor): Promise<number> {
  if (!cursor.has(8)) await cursor.need(8);
  const length = cursor.uint64();
  if (length > cursor.left)
    cursor.fail(`a text should be ${length} bytes long, but only ${cursor.left} are left`);
  return length;
}

async function readString(cursor: SourceCursor): Promise<string> {
  const length = await readLength(cursor);
  const shown = Math.min(length, 2 ** 20);
  if (!cursor.has(shown)) await cursor.need(shown);
  const text = cursor.text(shown);
  cursor.position += length - shown;
  return text;
}

async function skipString(cursor: SourceCursor): Promise<void> {
  cursor.position += await readLength(cursor);
}
