/** A TensorProto: where its values stand, whichever of the message's six ways they are given in. */
import type { Values } from '../../tensor/values.js';
import type { ByteSource } from '../byteSource.js';
import { plainCodec } from '../codec.js';
import { checkPiece, countValues, denseTensor, unreadableTensor } from '../denseTensor.js';
import type { ModelTensor, OpenBeside } from '../format.js';
import { FormatError } from '../formatError.js';
import { SourceCursor } from '../sourceCursor.js';
import { decodePatterns, findOnnxType } from './elementType.js';
import { readFields, readText, readVarint, type WireField } from './wire.js';

/** The fields that hold values, by the type of what is in them. */
const valueFields: Readonly<Record<number, 'float32' | 'float64' | 'varint'>> = {
  4: 'float32',
  5: 'varint',
  7: 'varint',
  10: 'float64',
  11: 'varint',
};

interface TensorProto {
  readonly dims: number[];
  dataType: number;
  name: string;
  raw?: WireField;
  /** Values in fields of their own: packed ones a field, others a field a value. */
  readonly fields: WireField[];
  readonly external: Map<string, string>;
  isExternal: boolean;
}

/** Opens external data; the same file is opened once. */
export type OpenExternal = (location: string) => Promise<ByteSource>;

export function cachedOpen(openBeside: OpenBeside): OpenExternal {
  const opened = new Map<string, Promise<ByteSource>>();
  return (location) => {
    const known = opened.get(location) ?? openBeside(location);
    opened.set(location, known);
    return known;
  };
}

/**
 * The tensor in a field of the cursor's source. `rename` makes its name of the one it carries. One whose values
 * are not as long as its shape says, or not there, is listed with its problem.
 */
export async function readTensorProto(
  cursor: SourceCursor,
  field: WireField,
  rename: (name: string) => string,
  openExternal: OpenExternal,
): Promise<ModelTensor> {
  const proto = await parse(cursor, field);
  const info = { name: rename(proto.name), dtype: findOnnxType(proto.dataType).dtype, shape: proto.dims };
  try {
    return await place(proto, info, cursor.source, openExternal);
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    const problem = error.message.replace(/ \(at byte \d+\)$/, '').replace(`tensor "${info.name}": `, '');
    return unreadableTensor(info, problem, 0, field.start);
  }
}

async function parse(cursor: SourceCursor, { start, end }: WireField): Promise<TensorProto> {
  const proto: TensorProto = {
    dims: [],
    dataType: 0,
    name: '',
    fields: [],
    external: new Map(),
    isExternal: false,
  };
  cursor.position = start;
  await readFields(cursor, end, async (field) => {
    switch (field.number) {
      case 1:
        if (field.type === 0) proto.dims.push(field.value);
        else {
          cursor.position = field.start;
          await cursor.need(field.end - field.start);
          while (cursor.position < field.end) proto.dims.push(readVarint(cursor, field.end));
        }
        break;
      case 2:
        proto.dataType = field.value;
        break;
      case 8:
        proto.name = await readText(cursor, field);
        break;
      case 9:
        proto.raw = field;
        break;
      case 13: {
        const [key, value] = await readPair(cursor, field);
        proto.external.set(key, value);
        break;
      }
      case 14:
        proto.isExternal = field.value === 1;
        break;
      default:
        if (field.number in valueFields) proto.fields.push(field);
    }
  });
  return proto;
}

/** A StringStringEntryProto. */
export async function readPair(cursor: SourceCursor, { start, end }: WireField): Promise<[string, string]> {
  const pair: [string, string] = ['', ''];
  cursor.position = start;
  await readFields(cursor, end, async (field) => {
    if (field.number === 1 || field.number === 2) pair[field.number - 1] = await readText(cursor, field);
  });
  return pair;
}

async function place(
  proto: TensorProto,
  info: { readonly name: string; readonly dtype: string; readonly shape: readonly number[] },
  source: ByteSource,
  openExternal: OpenExternal,
): Promise<ModelTensor> {
  const { codec } = findOnnxType(proto.dataType);
  if (!codec) {
    countValues(info.name, info.shape);
    return unreadableTensor(info, 'its values are no numbers that are known here');
  }
  const size = countValues(info.name, info.shape);
  const bytes = Math.ceil(size / codec.blockValues) * codec.blockBytes;
  const checkLength = (there: number, at: number): void => {
    if (there === bytes) return;
    throw new FormatError(
      `the shape [${info.shape.join(', ')}] of ${info.dtype} needs ${bytes} bytes, it has ${there}`,
      at,
    );
  };
  if (proto.isExternal) {
    const location = proto.external.get('location') ?? '';
    const external = await openExternal(location);
    const byteOffset = Number(proto.external.get('offset') ?? 0);
    const length = Number(proto.external.get('length') ?? external.size - byteOffset);
    if (!Number.isSafeInteger(byteOffset) || byteOffset < 0) {
      throw new FormatError(
        `its place in "${location}", ${proto.external.get('offset')}, is no whole number from 0`,
        0,
      );
    }
    if (proto.external.has('length')) checkLength(length, byteOffset);
    return denseTensor({ ...info, source: external, byteOffset, codec });
  }
  if (proto.raw) {
    checkLength(proto.raw.end - proto.raw.start, proto.raw.start);
    return denseTensor({ ...info, source, byteOffset: proto.raw.start, codec });
  }
  const [only] = proto.fields;
  const kind = only && valueFields[only.number];
  if (
    only &&
    kind &&
    kind !== 'varint' &&
    proto.fields.length === 1 &&
    only.type === 2 &&
    info.dtype === kind
  ) {
    checkLength(only.end - only.start, only.start);
    return denseTensor({ ...info, source, byteOffset: only.start, codec });
  }
  return listedTensor(proto, info, source, size);
}

/** Values that are to be decoded one by one, at the first read. */
function listedTensor(
  { fields }: TensorProto,
  info: { readonly name: string; readonly dtype: string; readonly shape: readonly number[] },
  source: ByteSource,
  size: number,
): ModelTensor {
  const bytes = fields.reduce((sum, { start, end }) => sum + end - start, 0);
  const isComplex = info.dtype.startsWith('complex');
  let loaded: Promise<Values> | undefined;
  const load = async (): Promise<Values> => {
    const list: number[] = [];
    for (const field of fields) await readList(source, field, list);
    const values = isComplex ? pairUp(list) : decodeList(info.dtype, list);
    if (values.length === size) return values;
    throw new FormatError(
      `tensor "${info.name}": its shape [${info.shape.join(', ')}] needs ${size} values, it has ${values.length}`,
      fields[0]?.start ?? 0,
    );
  };
  return {
    ...info,
    bytes,
    size,
    read: async (offset, length) => {
      checkPiece(info.name, size, offset, length);
      loaded ??= load();
      return (await loaded).subarray(offset, offset + length);
    },
  };
}

async function readList(source: ByteSource, field: WireField, list: number[]): Promise<void> {
  const kind = valueFields[field.number]!;
  if (field.type === 0) {
    list.push(field.value);
    return;
  }
  if (kind !== 'varint') {
    const bytes = await source.read(field.start, field.end - field.start);
    for (const value of plainCodec(kind).decode(
      bytes.subarray(0, bytes.length - (bytes.length % (kind === 'float32' ? 4 : 8))),
      0,
    ))
      list.push(value);
    return;
  }
  const cursor = new SourceCursor(source, field.start, field.end);
  while (cursor.position < field.end) {
    const length = Math.min(10, cursor.left);
    if (!cursor.has(length)) await cursor.need(length);
    list.push(readVarint(cursor, field.end));
  }
}

function decodeList(dtype: string, list: readonly number[]): Values {
  if (dtype === 'float16' || dtype === 'bfloat16') return decodePatterns(dtype, list);
  return dtype === 'float32' ? Float32Array.from(list) : Float64Array.from(list);
}

function pairUp(list: readonly number[]): Float64Array {
  return Float64Array.from({ length: list.length / 2 }, (_, i) => Math.hypot(list[2 * i]!, list[2 * i + 1]!));
}
