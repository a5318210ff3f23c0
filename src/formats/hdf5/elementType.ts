import type { TypeMetadata } from 'h5wasm-module';
import type { DType } from '../../tensor/dtype.js';
import { plainCodec, type Codec } from '../codec.js';

/** HDF5's classes of types (H5T_class_t). */
export const typeClass = {
  integer: 0,
  float: 1,
  string: 3,
  compound: 6,
  reference: 7,
  enumeration: 8,
  vlen: 9,
  array: 10,
};

/** How the values of a dataset stand; without a codec they are no numbers. */
export interface Hdf5Type {
  readonly dtype: string;
  readonly codec?: Codec;
}

const integers: Readonly<Record<string, DType>> = {
  true1: 'int8',
  true2: 'int16',
  true4: 'int32',
  true8: 'int64',
  false1: 'uint8',
  false2: 'uint16',
  false4: 'uint32',
  false8: 'uint64',
};
const floats: Readonly<Record<number, DType>> = { 2: 'float16', 4: 'float32', 8: 'float64' };

/** The library has turned big-endian values round when it hands them over. */
export function readHdf5Type(metadata: TypeMetadata): Hdf5Type {
  const plain = findPlainType(metadata);
  return plain ? { dtype: plain, codec: plainCodec(plain) } : { dtype: describeType(metadata) };
}

function findPlainType({ type, size, signed, enum_type: enumeration }: TypeMetadata): DType | undefined {
  if (type === typeClass.float) return floats[size];
  if (type === typeClass.integer) return integers[`${signed}${size}`];
  // h5py writes truth values as an enumeration of one byte.
  if (type === typeClass.enumeration && size === 1 && enumeration) {
    const { members } = enumeration;
    return Object.keys(members).length === 2 && members['FALSE'] === 0 && members['TRUE'] === 1
      ? 'bool'
      : undefined;
  }
  return undefined;
}

/** A type that is no number, in NumPy's words. */
function describeType(metadata: TypeMetadata): string {
  const { type, size, littleEndian, vlen, array_type: item, compound_type: compound } = metadata;
  if (type === typeClass.string) return vlen ? 'object' : `|S${size}`;
  if (type === typeClass.array && item) return `('${describeItem(item)}', (${item.shape?.join(', ') ?? ''}))`;
  if (type === typeClass.compound && compound) {
    const members = compound.members.map((member) => {
      const { array_type: inner } = member;
      return inner
        ? `('${member.name}', '${describeItem(inner)}', (${inner.shape?.join(', ') ?? ''}))`
        : `('${member.name}', '${describeItem(member)}')`;
    });
    return `[${members.join(', ')}]`;
  }
  if (type === typeClass.integer) return `${littleEndian ? '<' : '>'}i${size}`;
  if (type === typeClass.float) return `${littleEndian ? '<' : '>'}f${size}`;
  return 'object';
}

function describeItem(metadata: TypeMetadata): string {
  const { type, size, signed, littleEndian } = metadata;
  const order = size === 1 ? '|' : littleEndian ? '<' : '>';
  if (type === typeClass.integer) return `${order}${signed ? 'i' : 'u'}${size}`;
  if (type === typeClass.float) return `${order}f${size}`;
  return describeType(metadata).replace(/^\|/, '');
}
