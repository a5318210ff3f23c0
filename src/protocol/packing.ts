/**
 * Typed arrays of a message in one buffer. VS Code counts the buffers of a message to a panel in one byte, so that
 * of some 250 arrays on the rest arrive empty; packed, a message has one, however many arrays it holds.
 */

/** Stands where an array stood: what it was and where its bytes lie. */
interface PackedArray {
  readonly packedAs: ArrayName;
  readonly byteOffset: number;
  readonly byteLength: number;
}

/**
 * Stands where a record of arrays of one type and length stood, as columns of a table do: hundreds of places by
 * themselves cost each window on the way more than the numbers do. Names end with a line's end each.
 */
interface PackedColumns {
  readonly columnsOf: ArrayName;
  readonly names: string;
  readonly byteOffset: number;
  /** Of all together. */
  readonly byteLength: number;
}

/** A message without typed arrays, and the bytes of all that it had, one after the other. */
export interface PackedMessage {
  readonly packed: unknown;
  readonly numbers: ArrayBuffer;
}

const arrayTypes = {
  Float32Array,
  Float64Array,
  Int8Array,
  Int16Array,
  Int32Array,
  Uint8Array,
  Uint8ClampedArray,
  Uint16Array,
  Uint32Array,
} as const;
type ArrayName = keyof typeof arrayTypes;

/** Throws a `TypeError` for views that are none of the arrays above. What is neither array nor plain object stays. */
export function packMessage(message: unknown): PackedMessage {
  const views: ArrayBufferView[] = [];
  let byteLength = 0;
  const put = (view: ArrayBufferView): void => {
    views.push(view);
    byteLength += view.byteLength;
  };
  const packed = replace(message, (value): PackedArray | PackedColumns | undefined => {
    const byteOffset = byteLength;
    if (ArrayBuffer.isView(value)) {
      const packedAs = nameOf(value);
      put(value);
      return { packedAs, byteOffset, byteLength: byteLength - byteOffset };
    }
    const columns = columnsOf(value);
    if (!columns) return undefined;
    const columnsOfType = nameOf(columns[0]![1]);
    for (const [, column] of columns) put(column);
    const names = columns.map(([name]) => `${name}\n`).join('');
    return { columnsOf: columnsOfType, names, byteOffset, byteLength: byteLength - byteOffset };
  });
  const numbers = new Uint8Array(byteLength);
  let at = 0;
  for (const view of views) {
    numbers.set(new Uint8Array(view.buffer, view.byteOffset, view.byteLength), at);
    at += view.byteLength;
  }
  return { packed, numbers: numbers.buffer };
}

/** The message as it was, each array with a buffer of its own, columns with one together; what was not packed, as it is. */
export function unpackMessage(message: unknown): unknown {
  if (!isPackedMessage(message)) return message;
  const bytesOf = ({ byteOffset, byteLength }: PackedArray | PackedColumns): ArrayBuffer =>
    message.numbers.slice(byteOffset, byteOffset + byteLength);
  return replace(message.packed, (value) => {
    if (isPackedArray(value)) return new arrayTypes[value.packedAs](bytesOf(value));
    if (!isPackedColumns(value)) return undefined;
    const names = value.names.split('\n').slice(0, -1);
    const all = new arrayTypes[value.columnsOf](bytesOf(value));
    const length = all.length / names.length;
    return Object.fromEntries(
      names.map((name, column) => [name, all.subarray(column * length, (column + 1) * length)]),
    );
  });
}

function nameOf(view: ArrayBufferView): ArrayName {
  const { name } = view.constructor;
  if (!(name in arrayTypes)) throw new TypeError(`A ${name} cannot be sent to a panel.`);
  return name as ArrayName;
}

/** The entries of a plain record of several arrays that are all alike; null of anything else. */
function columnsOf(value: object): readonly (readonly [string, ArrayBufferView])[] | null {
  if (Object.getPrototypeOf(value) !== Object.prototype) return null;
  const entries = Object.entries(value) as [string, unknown][];
  const first = entries[0]?.[1];
  if (entries.length < 2 || !ArrayBuffer.isView(first)) return null;
  const isColumn = (entry: [string, unknown]): entry is [string, ArrayBufferView] => {
    const [name, column] = entry;
    return (
      ArrayBuffer.isView(column) &&
      column.constructor === first.constructor &&
      column.byteLength === first.byteLength &&
      !name.includes('\n')
    );
  };
  return entries.every(isColumn) ? entries : null;
}

/** A copy of `value` in which whatever `substitute` answers for stands in place of a part. */
function replace(value: unknown, substitute: (part: object) => object | undefined): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const substituted = substitute(value);
  if (substituted) return substituted;
  if (Array.isArray(value)) return value.map((part) => replace(part, substitute));
  if (Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, replace(part, substitute)]));
}

const isPackedMessage = (message: unknown): message is PackedMessage =>
  typeof message === 'object' &&
  message !== null &&
  'packed' in message &&
  'numbers' in message &&
  message.numbers instanceof ArrayBuffer;

const isPackedColumns = (value: object): value is PackedColumns =>
  'columnsOf' in value && typeof value.columnsOf === 'string' && value.columnsOf in arrayTypes;

const isPackedArray = (value: object): value is PackedArray =>
  'packedAs' in value && typeof value.packedAs === 'string' && value.packedAs in arrayTypes;
