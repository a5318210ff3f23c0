import { FormatError } from '../formats/formatError.js';
import { float16ToFloat32 } from '../tensor/half.js';
import { sizeOf } from '../tensor/shape.js';
import type { NdArray } from './ndArray.js';

/** An array of NumPy: of numbers, or of strings. */
export type NpyArray = NdArray | { readonly shape: readonly number[]; readonly words: readonly string[] };

/** `\x93NUMPY` */
const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];

type ReadNumber = (view: DataView, offset: number, little: boolean) => number;

/** By the kind and the bytes of a dtype, `f4`. */
const numbers: Readonly<Record<string, ReadNumber>> = {
  b1: (view, at) => view.getUint8(at),
  u1: (view, at) => view.getUint8(at),
  i1: (view, at) => view.getInt8(at),
  u2: (view, at, little) => view.getUint16(at, little),
  i2: (view, at, little) => view.getInt16(at, little),
  u4: (view, at, little) => view.getUint32(at, little),
  i4: (view, at, little) => view.getInt32(at, little),
  u8: (view, at, little) => Number(view.getBigUint64(at, little)),
  i8: (view, at, little) => Number(view.getBigInt64(at, little)),
  f2: (view, at, little) => float16ToFloat32(view.getUint16(at, little)),
  f4: (view, at, little) => view.getFloat32(at, little),
  f8: (view, at, little) => view.getFloat64(at, little),
};

/**
 * Reads a `.npy` (numpy.org/devdocs/reference/generated/numpy.lib.format.html) in either order of its axes and of
 * its bytes. Throws a `FormatError` for what is damaged, and for arrays of objects, which only Python can read.
 */
export function parseNpy(bytes: Uint8Array, name: string): NpyArray {
  const fail = (message: string, offset: number): never => {
    throw new FormatError(`${name}: ${message}`, offset);
  };
  const { header, start } = readHeader(bytes, fail);
  const descr = /'descr'\s*:\s*'([<>|=]?)([a-zA-Z])(\d*)'/.exec(header);
  const order = /'fortran_order'\s*:\s*(True|False)/.exec(header);
  const dimensions = /'shape'\s*:\s*\(([\d,\s]*)\)/.exec(header);
  if (!descr || !order || !dimensions) {
    return fail(`this kind of array cannot be read: ${header.trim().slice(0, 100)}`, 10);
  }
  const [, byteOrder, kind = '', digits = ''] = descr;
  if (kind === 'O') fail('an array of Python objects cannot be read: save it with a dtype', 10);
  const shape = dimensions[1]!.split(',').flatMap((size) => (size.trim() === '' ? [] : [Number(size)]));
  const count = sizeOf(shape);
  const isText = kind === 'U' || kind === 'S';
  const elementBytes = Number(digits) * (kind === 'U' ? 4 : 1);
  const read = numbers[kind + digits];
  if (!isText && !read) fail(`arrays of dtype "${kind}${digits}" cannot be read`, 10);
  if (!Number.isSafeInteger(count) || start + count * elementBytes !== bytes.length) {
    const found = bytes.length - start;
    fail(
      `an array of ${shape.join(' × ')} elements of ${elementBytes} bytes is told of, but ${found} bytes are there`,
      start,
    );
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset + start, bytes.length - start);
  const little = byteOrder !== '>';
  const place = order[1] === 'True' ? fortranPlaces(shape) : (i: number) => i;
  if (isText) {
    const word = (i: number) => readWord(view, place(i) * elementBytes, elementBytes, kind === 'U', little);
    return { shape, words: Array.from({ length: count }, (_, i) => word(i)) };
  }
  const isInOrder = order[1] === 'False' || shape.length < 2;
  if (kind === 'u' && digits === '1' && isInOrder) return { shape, values: bytes.subarray(start) };
  const values = new (arrayFor(kind + digits))(count);
  for (let i = 0; i < count; i++) values[i] = read!(view, place(i) * elementBytes, little);
  return { shape, values };
}

function readHeader(
  bytes: Uint8Array,
  fail: (message: string, offset: number) => never,
): { readonly header: string; readonly start: number } {
  if (!magic.every((byte, i) => bytes[i] === byte)) fail('this is no array of NumPy', 0);
  if (bytes.length < 12) fail('the header is cut off', bytes.length);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const isFirst = bytes[6] === 1;
  const headerStart = isFirst ? 10 : 12;
  const start = headerStart + (isFirst ? view.getUint16(8, true) : view.getUint32(8, true));
  if (start > bytes.length) fail('the header is cut off', bytes.length);
  return { header: new TextDecoder().decode(bytes.subarray(headerStart, start)), start };
}

/** Bytes stay bytes, and what single precision holds stays in it. */
function arrayFor(dtype: string): new (length: number) => Uint8Array | Float32Array | Float64Array {
  if (dtype === 'u1') return Uint8Array;
  return dtype === 'f2' || dtype === 'f4' ? Float32Array : Float64Array;
}

/** Where an element of row-major order stands in an array whose first axis runs fastest. */
function fortranPlaces(shape: readonly number[]): (index: number) => number {
  const strides = shape.map((_, axis) => sizeOf(shape.slice(0, axis)));
  return (index) => {
    let place = 0;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      place += (index % shape[axis]!) * strides[axis]!;
      index = Math.floor(index / shape[axis]!);
    }
    return place;
  };
}

/** UCS-4 or bytes, filled up with zeros. */
function readWord(view: DataView, at: number, length: number, isUnicode: boolean, little: boolean): string {
  let word = '';
  for (let i = at; i < at + length; i += isUnicode ? 4 : 1) {
    const character = isUnicode ? view.getUint32(i, little) : view.getUint8(i);
    if (character === 0) break;
    word += character <= 0x10ffff ? String.fromCodePoint(character) : '\ufffd';
  }
  return word.trim();
}
