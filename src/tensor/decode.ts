import type { DType } from './dtype.js';
import { dtypes } from './dtype.js';
import { float8e4m3fnToFloat32, float8e5m2ToFloat32 } from './half.js';
import type { Scratch } from './scratch.js';
import { sizeOf } from './shape.js';
import type { FloatTensor, Tensor } from './tensor.js';
import type { Values } from './values.js';
import { widenBfloat16, widenFloat16 } from './widen.js';

/**
 * The values of little-endian bytes as f64: exact for every type but the 64-bit integers, which round beyond
 * 2^53. `bytes` may start anywhere; its length must be whole elements. True is 1. A copy, never a view.
 */
export function decodeToFloat64(dtype: DType, bytes: Uint8Array): Float64Array {
  return new Float64Array(decodeValues(dtype, bytes));
}

/** The same as f32: exact for f32 and everything shorter, else rounded. */
export function decodeToFloat32(dtype: DType, bytes: Uint8Array): Float32Array {
  const values = decodeValues(dtype, bytes);
  return values instanceof Float32Array && dtype !== 'float32' ? values : new Float32Array(values);
}

/**
 * The values of little-endian bytes as f32 where that holds every value of the type exactly (all floats but f64,
 * whole numbers of up to 16 bits), else as f64, with the 64-bit integers rounded. For f32 and f64 a view of
 * `bytes` where they are aligned, so that reading costs no copy. Others may lie in the room of `scratch`.
 */
export function decodeValues(dtype: DType, bytes: Uint8Array, scratch?: Scratch): Values {
  const { bytes: width } = dtypes[dtype];
  const length = bytes.length / width;
  if (!Number.isInteger(length)) {
    throw new RangeError(`${bytes.length} bytes are not whole elements of ${dtype} (${width} bytes each)`);
  }
  const room = (): Float32Array => scratch?.floats(length) ?? new Float32Array(length);
  // Every host of WebAssembly is little-endian, as the bytes are; aligned they are where need be by a copy.
  const { buffer, byteOffset } = bytes.byteOffset % width === 0 ? bytes : new Uint8Array(bytes);
  switch (dtype) {
    case 'float64':
      return new Float64Array(buffer, byteOffset, length);
    case 'float32':
      return new Float32Array(buffer, byteOffset, length);
    case 'float16':
      return filled(room(), (values) => widenFloat16(new Uint16Array(buffer, byteOffset, length), values));
    case 'bfloat16':
      return filled(room(), (values) => widenBfloat16(new Uint16Array(buffer, byteOffset, length), values));
    case 'float8_e4m3fn':
      return filled(room(), (values) => lookUp(bytes, tables.float8_e4m3fn(), values));
    case 'float8_e5m2':
      return filled(room(), (values) => lookUp(bytes, tables.float8_e5m2(), values));
    case 'int64':
      return joinWords(bytes, true);
    case 'uint64':
      return joinWords(bytes, false);
    case 'int32':
      return new Float64Array(new Int32Array(buffer, byteOffset, length));
    case 'uint32':
      return new Float64Array(new Uint32Array(buffer, byteOffset, length));
    case 'int16':
      return filled(room(), (values) => values.set(new Int16Array(buffer, byteOffset, length)));
    case 'uint16':
      return filled(room(), (values) => values.set(new Uint16Array(buffer, byteOffset, length)));
    case 'int8':
      return filled(room(), (values) => values.set(new Int8Array(buffer, byteOffset, length)));
    case 'uint8':
      return filled(room(), (values) => values.set(bytes));
    case 'bool':
      return filled(room(), (values) => lookUp(bytes, tables.bool(), values));
  }
}

/** 64-bit integers without a BigInt each; the one rounding is that of the sum. */
function joinWords(bytes: Uint8Array, signed: boolean): Float64Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const values = new Float64Array(bytes.length / 8);
  for (let i = 0; i < values.length; i++) {
    const high = signed ? view.getInt32(8 * i + 4, true) : view.getUint32(8 * i + 4, true);
    values[i] = high * 2 ** 32 + view.getUint32(8 * i, true);
  }
  return values;
}

function filled(values: Float32Array, fill: (values: Float32Array) => void): Float32Array {
  fill(values);
  return values;
}

/** The value of every pattern of the shortest types, made at first use: a look-up is many times faster than the sum. */
const tables = {
  float8_e4m3fn: makeTableOnce(float8e4m3fnToFloat32),
  float8_e5m2: makeTableOnce(float8e5m2ToFloat32),
  bool: makeTableOnce((pattern) => (pattern === 0 ? 0 : 1)),
};

function makeTableOnce(widen: (pattern: number) => number): () => Float32Array {
  let table: Float32Array | undefined;
  return () => (table ??= Float32Array.from({ length: 256 }, (_, pattern) => widen(pattern)));
}

function lookUp(patterns: Uint8Array, table: Float32Array, values: Float32Array): void {
  for (let i = 0; i < values.length; i++) values[i] = table[patterns[i]!]!;
}

/** A tensor of any type as what networks read. */
export function toFloatTensor(tensor: Tensor): FloatTensor {
  const values = decodeToFloat32(tensor.dtype, tensor.bytes);
  if (values.length !== sizeOf(tensor.shape)) {
    throw new RangeError(
      `${tensor.name}: ${values.length} values do not fill the shape [${tensor.shape.join(', ')}]`,
    );
  }
  return { name: tensor.name, shape: tensor.shape, values };
}

/** The bytes of f32 values, as a view of them. */
export function fromFloatTensor({ name, shape, values }: FloatTensor): Tensor {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return { name, dtype: 'float32', shape, bytes };
}
