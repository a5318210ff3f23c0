/**
 * safetensors (https://huggingface.co/docs/safetensors): 8 bytes with the length of a JSON header, the header
 * `{name: {dtype, shape, data_offsets: [begin, end]}, …}`, then the values, end to end, with no gaps.
 */
import type { DType } from '../tensor/dtype.js';
import { dtypes } from '../tensor/dtype.js';
import type { ByteSource } from './byteSource.js';
import type { Format, OpenModel, TensorInfo } from './format.js';
import { FormatError } from './formatError.js';
import { plainTensor } from './denseTensor.js';
import { findDuplicateKey } from './duplicateKey.js';
import { isListOfCounts, isObject } from './json.js';
import { openedModel } from './openedModel.js';

/** The format's names of element types and ours. */
export const safetensorsDTypes = {
  F64: 'float64',
  F32: 'float32',
  F16: 'float16',
  BF16: 'bfloat16',
  F8_E4M3: 'float8_e4m3fn',
  F8_E5M2: 'float8_e5m2',
  I64: 'int64',
  I32: 'int32',
  I16: 'int16',
  I8: 'int8',
  U64: 'uint64',
  U32: 'uint32',
  U16: 'uint16',
  U8: 'uint8',
  BOOL: 'bool',
} as const satisfies Record<string, DType>;

/** The longest header that the format allows. */
const longestHeaderBytes = 100_000_000;
const lengthBytes = 8;

export const safetensors: Format = {
  name: 'safetensors',
  doc: 'Hugging Face’s plain format: a JSON header and the values, nothing that could run.',
  knownBy: 'a length of the header (8 bytes) that the format allows, and `{` behind it.',
  reads: 'values of every plain type, the metadata, and a header that names its tensors in any order.',
  leaves:
    'a header that is not UTF-8 or JSON, names a tensor twice, or whose tensors overlap, leave gaps or reach beyond the file: refused, with the byte. Other types, such as those of less than a byte, are refused by name.',
  extensions: ['.safetensors'],
  matches: (head) => {
    if (head.length <= lengthBytes || head[lengthBytes] !== 0x7b) return false;
    return readLength(head) <= BigInt(longestHeaderBytes);
  },
  open: openSafetensors,
};

interface Entry extends TensorInfo {
  readonly dtype: DType;
  /** From the start of the values. */
  readonly begin: number;
  readonly end: number;
}

async function openSafetensors(source: ByteSource): Promise<OpenModel> {
  const { text, dataStart } = await readHeader(source);
  const header = parseHeader(text);
  const dataBytes = source.size - dataStart;

  const entries = new Map<string, Entry>();
  for (const name of Object.keys(header)) {
    if (name !== '__metadata__') entries.set(name, parseEntry(name, header[name], dataBytes, text));
  }
  const end = checkLayout([...entries.values()], dataStart);

  const trailing = dataBytes - end;
  const warnings =
    trailing > 0
      ? [`${trailing} bytes after the last tensor, from byte ${dataStart + end}, belong to none`]
      : [];
  return openedModel({
    format: 'safetensors',
    metadata: parseMetadata(header, text),
    tensors: [...entries.values()]
      .sort((a, b) => a.begin - b.begin || a.end - b.end)
      .map(({ begin, ...info }) => plainTensor({ ...info, source, byteOffset: dataStart + begin })),
    warnings,
  });
}

async function readHeader(source: ByteSource): Promise<{ text: string; dataStart: number }> {
  if (source.size < lengthBytes) {
    throw new FormatError(`a safetensors file starts with 8 bytes, this one has ${source.size}`, source.size);
  }
  const length = readLength(await source.read(0, lengthBytes));
  if (length > BigInt(longestHeaderBytes)) {
    throw new FormatError(
      `the header should be ${length.toString()} bytes long, more than the format allows (100 MB)`,
      0,
    );
  }
  const headerBytes = Number(length);
  if (headerBytes > source.size - lengthBytes) {
    throw new FormatError(
      `the header should be ${headerBytes} bytes long, but only ${source.size - lengthBytes} follow: the file is cut off or no safetensors file`,
      0,
    );
  }
  const bytes = await source.read(lengthBytes, headerBytes);
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return { text, dataStart: lengthBytes + headerBytes };
  } catch {
    throw new FormatError('the header is not UTF-8 text', lengthBytes);
  }
}

function readLength(head: Uint8Array): bigint {
  return new DataView(head.buffer, head.byteOffset, head.byteLength).getBigUint64(0, true);
}

function parseHeader(text: string): Record<string, unknown> {
  let header: unknown;
  try {
    header = JSON.parse(text);
  } catch (error) {
    throw new FormatError(`the header is not JSON: ${(error as Error).message}`, lengthBytes);
  }
  if (!isObject(header))
    throw new FormatError('the header is JSON, but not an object of tensors', lengthBytes);
  const duplicate = findDuplicateKey(text);
  if (duplicate) {
    throw new FormatError(`the header has "${duplicate.key}" twice`, byteAt(text, duplicate.offset));
  }
  return header;
}

function parseEntry(name: string, value: unknown, dataBytes: number, text: string): Entry {
  const fail = (message: string): never => {
    throw new FormatError(`tensor "${name}": ${message}`, byteAt(text, text.indexOf(JSON.stringify(name))));
  };
  if (!isObject(value)) return fail('its entry in the header is not an object');
  const { dtype: typeName, shape, data_offsets: offsets } = value;

  if (typeof typeName !== 'string') return fail('its "dtype" is missing or no text');
  if (!Object.hasOwn(safetensorsDTypes, typeName)) {
    return fail(
      `its dtype "${typeName}" is not known; known are ${Object.keys(safetensorsDTypes).join(', ')}`,
    );
  }
  const dtype = safetensorsDTypes[typeName as keyof typeof safetensorsDTypes];

  if (!isListOfCounts(shape)) return fail('its "shape" is not a list of whole numbers from 0');
  if (!isListOfCounts(offsets) || offsets.length !== 2) {
    return fail('its "data_offsets" are not two whole numbers from 0');
  }
  const [begin, end] = offsets as [number, number];
  if (begin > end) return fail(`its values end at ${end}, before they begin at ${begin}`);
  if (end > dataBytes)
    return fail(`its values end at ${end}, but the file holds only ${dataBytes} bytes of values`);

  // In whole numbers of any size: a product of dimensions may be beyond what a double holds exactly.
  const needed = shape.reduce(
    (product, dimension) => product * BigInt(dimension),
    BigInt(dtypes[dtype].bytes),
  );
  if (needed !== BigInt(end - begin)) {
    return fail(
      `its shape [${shape.join(', ')}] of ${typeName} needs ${needed.toString()} bytes, its data_offsets span ${end - begin}`,
    );
  }
  return { name, dtype, shape, bytes: end - begin, begin, end };
}

/** No two tensors overlap and no byte before the last lies between them. Returns where the last ends. */
function checkLayout(entries: Entry[], dataStart: number): number {
  let position = 0;
  let previous = '';
  for (const { name, begin, end } of entries.sort((a, b) => a.begin - b.begin || a.end - b.end)) {
    if (begin < position) {
      throw new FormatError(
        `tensors "${previous}" and "${name}" share ${position - begin} bytes`,
        dataStart + begin,
      );
    }
    if (begin > position) {
      throw new FormatError(
        `${begin - position} bytes before tensor "${name}" belong to none`,
        dataStart + position,
      );
    }
    position = end;
    previous = name;
  }
  return position;
}

function parseMetadata(header: Record<string, unknown>, text: string): Record<string, string> {
  const metadata = header.__metadata__ ?? {};
  if (isObject(metadata) && Object.values(metadata).every((value) => typeof value === 'string')) {
    return metadata as Record<string, string>;
  }
  throw new FormatError('"__metadata__" may hold only text', byteAt(text, text.indexOf('"__metadata__"')));
}

/** Where in the file the character at this place of the header stands. */
function byteAt(text: string, offset: number): number {
  return lengthBytes + new TextEncoder().encode(text.slice(0, Math.max(0, offset))).length;
}
