import { layoutOf } from '../../inspect/layout.js';
import { readPieces, type ValueReader, type Values } from '../../inspect/valueReader.js';

export type ValuesKind = 'npy' | 'csv';

/** Bytes of a file that is made in memory. */
const mostBytes = 256 << 20;

/**
 * The bytes of a file that holds all values, in order: a NumPy array of their shape, or lines of comma-separated
 * numbers, a line for each row of the tensor seen as a matrix. `signal` ends it between two pieces.
 */
export async function* encodeValues(
  reader: ValueReader,
  shape: readonly number[],
  kind: ValuesKind,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, undefined> {
  const { cols } = layoutOf(shape);
  if (reader.size === 0 && kind === 'npy') yield npyHeader('<f4', shape);
  for await (const { values, offset } of readPieces(reader, signal)) {
    if (kind === 'csv') {
      yield csvLines(values, offset, cols);
      continue;
    }
    if (offset === 0) yield npyHeader(values instanceof Float32Array ? '<f4' : '<f8', shape);
    yield new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  }
  return undefined;
}

/** All bytes of that file. Throws a RangeError where they are too many. */
export async function encodeAllValues(
  ...args: Parameters<typeof encodeValues>
): Promise<Uint8Array<ArrayBuffer>> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of encodeValues(...args)) {
    length += piece.length;
    if (length > mostBytes)
      throw new RangeError('The values take more than 256 MB: they can only be saved to a disk.');
    // A piece holds until the next one alone.
    pieces.push(piece.slice());
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}

/** Version 1.0, padded so that the values begin at a multiple of 64 (numpy.lib.format). */
function npyHeader(type: '<f4' | '<f8', shape: readonly number[]): Uint8Array {
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
  const text = `{'descr': '${type}', 'fortran_order': False, 'shape': ${tuple}, }`;
  const padded = text.padEnd(Math.ceil((text.length + 11) / 64) * 64 - 11) + '\n';
  const length = [padded.length & 0xff, padded.length >> 8];
  const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0];
  return Uint8Array.from([...magic, ...length, ...new TextEncoder().encode(padded)]);
}

function csvLines(values: Values, offset: number, cols: number): Uint8Array {
  const single = values instanceof Float32Array;
  let text = '';
  for (let i = 0; i < values.length; i++) {
    text += single ? shortest(values[i]!) : String(values[i]);
    text += (offset + i + 1) % cols === 0 ? '\n' : ',';
  }
  return new TextEncoder().encode(text);
}

/** The fewest digits that read back as the same single-precision number; nine tell all of them apart. */
function shortest(value: number): string {
  for (let digits = 6; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return String(short);
  }
  return String(Number(value.toPrecision(9)));
}
