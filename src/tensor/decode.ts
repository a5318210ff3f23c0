import type { DType } from './dtype.js';
import { dtypes } from './dtype.js';
import { bfloat16ToFloat32, float16ToFloat32, float8e4m3fnToFloat32, float8e5m2ToFloat32 } from './half.js';
import type { Scratch, ShortType, Widen } from './scratch.js';
import { sizeOf } from './shape.js';
import type { FloatTensor, Tensor } from './tensor.js';
import type { Values } from './values.js';

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
    case 'bfloat16':
    case 'int16':
    case 'uint16':
    case 'int8':
    case 'uint8': {
      const [values, widen] = [room(), scratch?.widen ?? widenPlainly];
      widen(dtype, new Uint8Array(buffer, byteOffset, bytes.length), values);
      return values;
    }
    case 'float8_e4m3fn':
      return lookUp(bytes, tables.float8_e4m3fn(), room());
    case 'float8_e5m2':
      return lookUp(bytes, tables.float8_e5m2(), room());
    case 'int64':
      return joinWords(bytes, true);
    case 'uint64':
      return joinWords(bytes, false);
    case 'int32':
      return new Float64Array(new Int32Array(buffer, byteOffset, length));
    case 'uint32':
      return new Float64Array(new Uint32Array(buffer, byteOffset, length));
    case 'bool':
      return lookUp(bytes, tables.bool(), room());
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

/** The value of every pattern of the short types, made at first use: a look-up is many times faster than the sum. */
const tables = {
  float16: makeTableOnce(16, float16ToFloat32),
  bfloat16: makeTableOnce(16, bfloat16ToFloat32),
  float8_e4m3fn: makeTableOnce(8, float8e4m3fnToFloat32),
  float8_e5m2: makeTableOnce(8, float8e5m2ToFloat32),
  bool: makeTableOnce(8, (pattern) => (pattern === 0 ? 0 : 1)),
};

function makeTableOnce(bits: number, widen: (pattern: number) => number): () => Float32Array {
  let table: Float32Array | undefined;
  return () => (table ??= Float32Array.from({ length: 2 ** bits }, (_, pattern) => widen(pattern)));
}

/** The floats by a look-up each. */
export const widenPlainly: Widen = (dtype, { buffer, byteOffset, byteLength }, values) => {
  if (dtype === 'float16' || dtype === 'bfloat16')
    lookUp(new Uint16Array(buffer, byteOffset, byteLength / 2), tables[dtype](), values);
  else values.set(new wholeNumbers[dtype](buffer, byteOffset, values.length));
};

const wholeNumbers: Readonly<
  Record<
    Exclude<ShortType, 'float16' | 'bfloat16'>,
    new (buffer: ArrayBufferLike, byteOffset: number, length: number) => ArrayLike<number>
  >
> = { int16: Int16Array, uint16: Uint16Array, int8: Int8Array, uint8: Uint8Array };

function lookUp(patterns: Uint8Array | Uint16Array, table: Float32Array, values: Float32Array): Float32Array {
  for (let i = 0; i < values.length; i++) values[i] = table[patterns[i]!]!;
  return values;
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
