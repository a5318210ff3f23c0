import type { DType } from './dtype.js';
import { dtypes } from './dtype.js';
import { bfloat16ToFloat32, float16ToFloat32, float8e4m3fnToFloat32, float8e5m2ToFloat32 } from './half.js';
import { sizeOf } from './shape.js';
import type { FloatTensor, Tensor } from './tensor.js';
import type { Values } from './values.js';

/**
 * The values of little-endian bytes as f64: exact for every type but the 64-bit integers, which round beyond
 * 2^53. `bytes` may start anywhere; its length must be whole elements. True is 1.
 */
export function decodeToFloat64(dtype: DType, bytes: Uint8Array): Float64Array {
  return Float64Array.from(elements(dtype, bytes), Number);
}

/** The same as f32: exact for f32 and everything shorter, else rounded. For f32 a copy, never a view. */
export function decodeToFloat32(dtype: DType, bytes: Uint8Array): Float32Array {
  const values = elements(dtype, bytes);
  return values instanceof Float32Array ? values : Float32Array.from(values, Number);
}

/**
 * The values of little-endian bytes as f32 where that holds every value of the type exactly (all floats but f64,
 * whole numbers of up to 16 bits), else as f64, with the 64-bit integers rounded. For f32 and f64 a view of
 * `bytes` where they are aligned, so that reading costs no copy.
 */
export function decodeValues(dtype: DType, bytes: Uint8Array): Values {
  switch (dtype) {
    case 'float32':
      return bytes.byteOffset % 4 === 0 && bytes.length % 4 === 0
        ? new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4)
        : (elements(dtype, bytes) as Float32Array);
    case 'float64':
      return bytes.byteOffset % 8 === 0 && bytes.length % 8 === 0
        ? new Float64Array(bytes.buffer, bytes.byteOffset, bytes.length / 8)
        : (elements(dtype, bytes) as Float64Array);
    case 'int64':
    case 'uint64':
      return joinWords(bytes, dtype === 'int64');
    case 'int32':
    case 'uint32':
      return new Float64Array(elements(dtype, bytes) as Int32Array | Uint32Array);
    default:
      return new Float32Array(elements(dtype, bytes) as Exclude<Elements, BigInt64Array | BigUint64Array>);
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

type Elements =
  | Float32Array
  | Float64Array
  | Int8Array
  | Int16Array
  | Int32Array
  | BigInt64Array
  | Uint8Array
  | Uint16Array
  | Uint32Array
  | BigUint64Array;

/** A fresh array of the type's elements. Every host of WebAssembly is little-endian, as the bytes are. */
function elements(dtype: DType, bytes: Uint8Array): Elements {
  const width = dtypes[dtype].bytes;
  if (bytes.length % width !== 0) {
    throw new RangeError(`${bytes.length} bytes are not whole elements of ${dtype} (${width} bytes each)`);
  }
  const { buffer } = Uint8Array.from(bytes); // aligned, whatever the file's offset was
  switch (dtype) {
    case 'float64':
      return new Float64Array(buffer);
    case 'float32':
      return new Float32Array(buffer);
    case 'float16':
      return widenAll(new Uint16Array(buffer), tables.float16());
    case 'bfloat16':
      return widenAll(new Uint16Array(buffer), tables.bfloat16());
    case 'float8_e4m3fn':
      return widenAll(new Uint8Array(buffer), tables.float8_e4m3fn());
    case 'float8_e5m2':
      return widenAll(new Uint8Array(buffer), tables.float8_e5m2());
    case 'int64':
      return new BigInt64Array(buffer);
    case 'int32':
      return new Int32Array(buffer);
    case 'int16':
      return new Int16Array(buffer);
    case 'int8':
      return new Int8Array(buffer);
    case 'uint64':
      return new BigUint64Array(buffer);
    case 'uint32':
      return new Uint32Array(buffer);
    case 'uint16':
      return new Uint16Array(buffer);
    case 'uint8':
      return new Uint8Array(buffer);
    case 'bool':
      return new Uint8Array(buffer).map((byte) => (byte === 0 ? 0 : 1));
  }
}

/** The value of every pattern of the short types, made at first use: a look-up is many times faster than the sum. */
const tables = {
  float16: makeTableOnce(16, float16ToFloat32),
  bfloat16: makeTableOnce(16, bfloat16ToFloat32),
  float8_e4m3fn: makeTableOnce(8, float8e4m3fnToFloat32),
  float8_e5m2: makeTableOnce(8, float8e5m2ToFloat32),
};

function makeTableOnce(bits: number, widen: (pattern: number) => number): () => Float32Array {
  let table: Float32Array | undefined;
  return () => (table ??= Float32Array.from({ length: 2 ** bits }, (_, pattern) => widen(pattern)));
}

function widenAll(patterns: Uint8Array | Uint16Array, table: Float32Array): Float32Array {
  const values = new Float32Array(patterns.length);
  for (let i = 0; i < patterns.length; i++) values[i] = table[patterns[i]!]!;
  return values;
}
