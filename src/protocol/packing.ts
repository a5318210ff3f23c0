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
  const packed = replace(message, (value) => {
    if (!ArrayBuffer.isView(value)) return undefined;
    const name = value.constructor.name;
    if (!(name in arrayTypes)) throw new TypeError(`A ${name} cannot be sent to a panel.`);
    const place = { packedAs: name as ArrayName, byteOffset: byteLength, byteLength: value.byteLength };
    views.push(value);
    byteLength += value.byteLength;
    return place satisfies PackedArray;
  });
  const numbers = new Uint8Array(byteLength);
  let at = 0;
  for (const view of views) {
    numbers.set(new Uint8Array(view.buffer, view.byteOffset, view.byteLength), at);
    at += view.byteLength;
  }
  return { packed, numbers: numbers.buffer };
}

/** The message as it was, each array with a buffer of its own; anything that was not packed, as it is. */
export function unpackMessage(message: unknown): unknown {
  if (!isPackedMessage(message)) return message;
  return replace(message.packed, (value) => {
    if (!isPackedArray(value)) return undefined;
    const { packedAs, byteOffset, byteLength } = value;
    return new arrayTypes[packedAs](message.numbers.slice(byteOffset, byteOffset + byteLength));
  });
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

const isPackedArray = (value: object): value is PackedArray =>
  'packedAs' in value && typeof value.packedAs === 'string' && value.packedAs in arrayTypes;
