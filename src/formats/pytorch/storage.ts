import type { DType } from '../../tensor/dtype.js';
import type { ByteSource } from '../byteSource.js';
import { complexCodec, plainCodec, type Codec } from '../codec.js';
import { FormatError } from '../formatError.js';
import { PickleGlobal, PickleList, PicklePersistent, type PickleValue } from '../pickle/values.js';

/** Element types of PyTorch: what people call them and how they stand in bytes. */
interface ElementType {
  readonly dtype: string;
  readonly width: number;
  readonly codec: (bigEndian: boolean) => Codec;
}

const plain = (dtype: DType, name: string = dtype): ElementType => ({
  dtype: name,
  width: plainCodec(dtype).blockBytes,
  codec: (bigEndian) => plainCodec(dtype, bigEndian),
});
const complex = (dtype: string, partBytes: 4 | 8): ElementType => ({
  dtype,
  width: 2 * partBytes,
  codec: (bigEndian) => complexCodec(partBytes, bigEndian),
});

const elementTypes = {
  float64: plain('float64'),
  float32: plain('float32'),
  float16: plain('float16'),
  bfloat16: plain('bfloat16'),
  float8_e4m3fn: plain('float8_e4m3fn'),
  float8_e5m2: plain('float8_e5m2'),
  int64: plain('int64'),
  int32: plain('int32'),
  int16: plain('int16'),
  int8: plain('int8'),
  uint64: plain('uint64'),
  uint32: plain('uint32'),
  uint16: plain('uint16'),
  uint8: plain('uint8'),
  bool: plain('bool'),
  complex64: complex('complex64', 4),
  complex128: complex('complex128', 8),
  qint8: plain('int8', 'qint8'),
  quint8: plain('uint8', 'quint8'),
  qint32: plain('int32', 'qint32'),
} as const satisfies Record<string, ElementType>;

/** Storage classes by their name in `torch`; an untyped one takes its type from the tensor. */
const storageClasses: Readonly<Record<string, keyof typeof elementTypes>> = {
  DoubleStorage: 'float64',
  FloatStorage: 'float32',
  HalfStorage: 'float16',
  BFloat16Storage: 'bfloat16',
  LongStorage: 'int64',
  IntStorage: 'int32',
  ShortStorage: 'int16',
  CharStorage: 'int8',
  ByteStorage: 'uint8',
  UntypedStorage: 'uint8',
  BoolStorage: 'bool',
  ComplexFloatStorage: 'complex64',
  ComplexDoubleStorage: 'complex128',
  QInt8Storage: 'qint8',
  QUInt8Storage: 'quint8',
  QInt32Storage: 'qint32',
};

/** The element type that a global such as `torch.float32` names. */
export function readElementType(value: PickleValue | undefined, byteOffset: number): ElementType {
  const name = value instanceof PickleGlobal ? value.fullName.replace(/^torch\./, '') : '';
  if (!Object.hasOwn(elementTypes, name)) {
    throw new FormatError(`the element type "${name || describe(value)}" is not known`, byteOffset);
  }
  return elementTypes[name as keyof typeof elementTypes];
}

/** What the pickle says of a storage. */
export interface StorageRef {
  readonly key: string;
  readonly type: ElementType;
  /** Values in it, as claimed. */
  readonly size: number;
  /** Where the view of it that is meant begins, in values; only old files have such views. */
  readonly viewOffset: number;
  readonly byteOffset: number;
}

/** The bytes of a storage. */
export interface StorageBytes {
  readonly source: ByteSource;
  readonly byteOffset: number;
  readonly bytes: number;
  readonly bigEndian: boolean;
}

/** Finds the bytes of a storage; throws a FormatError that names it where it is not there. */
export type FindStorage = (ref: StorageRef) => StorageBytes;

/** `("storage", class, key, device, size[, view])`, as PyTorch's persistent ids are. */
export function readStorageRef(value: PickleValue | undefined): StorageRef {
  const byteOffset = value instanceof PicklePersistent ? value.byteOffset : 0;
  const fail = (message: string): never => {
    throw new FormatError(message, byteOffset);
  };
  if (!(value instanceof PicklePersistent)) return fail('a tensor has no storage where one should stand');
  const [kind, storageClass, key, , size, view] = value.id instanceof PickleList ? value.id.items : [];
  if (kind !== 'storage' || !(storageClass instanceof PickleGlobal)) {
    return fail('what stands outside the pickle is not described as a storage');
  }
  const [, className = ''] = /^torch\.(?:cuda\.|storage\.)?(\w+)$/.exec(storageClass.fullName) ?? [];
  if (!Object.hasOwn(storageClasses, className)) {
    return fail(`the storage class ${storageClass.fullName} is not known`);
  }
  if (typeof key !== 'string' && typeof key !== 'number') return fail('a storage has no key');
  if (!Number.isSafeInteger(size) || (size as number) < 0) {
    return fail(`storage "${key}" should hold ${describe(size)} values, which is no whole number from 0`);
  }
  const viewOffset = view instanceof PickleList ? Number(view.items[1]) : 0;
  const type = elementTypes[storageClasses[className]!];
  return { key: String(key), type, size: size as number, viewOffset, byteOffset };
}

function describe(value: PickleValue | undefined): string {
  return typeof value === 'object' && value !== null ? value.constructor.name : String(value);
}
