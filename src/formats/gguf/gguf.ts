/**
 * GGUF (ggml's docs/gguf.md): a magic word, a version, counts, metadata as typed pairs, the tensors' names, shapes,
 * types and places, then, aligned, their blocks. Dimensions stand innermost first; here they are turned round.
 */
import type { ByteSource } from '../byteSource.js';
import { denseTensor, unreadableTensor } from '../denseTensor.js';
import type { Format, ModelTensor, OpenModel } from '../format.js';
import { FormatError } from '../formatError.js';
import { openedModel } from '../openedModel.js';
import { SourceCursor } from '../sourceCursor.js';
import { readMetadata } from './metadata.js';
import { findGgmlType } from './types.js';

/** Of a tensor's entry, and of a pair of the metadata: what the shortest takes. */
const shortestTensorEntry = 8 + 4 + 4 + 8;
const shortestPair = 8 + 4 + 1;
const mostDimensions = 8;

export const gguf: Format = {
  name: 'gguf',
  doc: 'llama.cpp’s format: language models and others, mostly quantised.',
  knownBy: '`GGUF` at byte 0.',
  reads:
    'versions 2 and 3, little-endian; F32, F16, BF16, F64, whole numbers, Q4_0 to Q8_1, the K-quants Q2_K to Q8_K, IQ4_NL, IQ4_XS, TQ1_0, TQ2_0 and MXFP4, as the numbers they stand for.',
  leaves:
    'IQ1, IQ2 and IQ3, whose code books are large: listed without values. Version 1 and big-endian files are refused.',
  extensions: ['.gguf'],
  matches: (head) => head[0] === 0x47 && head[1] === 0x47 && head[2] === 0x55 && head[3] === 0x46,
  open: openGguf,
};

async function openGguf(source: ByteSource): Promise<OpenModel> {
  const cursor = new SourceCursor(source, 0, source.size, 2 ** 18);
  await cursor.need(24);
  if (!gguf.matches(cursor.bytes(4))) throw new FormatError('the file does not begin with "GGUF"', 0);
  const version = cursor.uint32();
  if (version !== 2 && version !== 3) {
    const hint = version === 2 ** 24 * 3 ? '; it is big-endian, which is not read here' : '';
    throw new FormatError(`version ${version} of GGUF is not known; 2 and 3 are${hint}`, 4);
  }
  const tensorCount = cursor.uint64();
  const pairCount = cursor.uint64();
  const most = (bytes: number): number => Math.floor(source.size / bytes);
  if (tensorCount > most(shortestTensorEntry) || pairCount > most(shortestPair)) {
    throw new FormatError(
      `the file should hold ${tensorCount} tensors and ${pairCount} pairs of metadata, more than fit in its ${source.size} bytes`,
      8,
    );
  }
  try {
    return await readContent(cursor, version, tensorCount, pairCount);
  } catch (error) {
    // A binary file that was stored as text has U+FFFD in place of every byte that was no text.
    if (!(error instanceof FormatError) || !(await looksMangled(source))) throw error;
    throw new FormatError(
      `${error.message}; bytes EF BF BD stand where others should: the file was converted as if it were text (by git or a transfer in text mode). Fetch it again`,
      error.byteOffset,
    );
  }
}

async function readContent(
  cursor: SourceCursor,
  version: number,
  tensorCount: number,
  pairCount: number,
): Promise<OpenModel> {
  const { source } = cursor;
  const metadata = await readMetadata(cursor, pairCount);
  const entries = [];
  for (let i = 0; i < tensorCount; i++) entries.push(await readEntry(cursor));

  const alignment = Number(metadata.get('general.alignment') ?? 32);
  if (!Number.isSafeInteger(alignment) || alignment < 1 || alignment > 2 ** 20) {
    throw new FormatError(`general.alignment is ${metadata.get('general.alignment')}`, cursor.position);
  }
  const dataStart = Math.ceil(cursor.position / alignment) * alignment;
  return openedModel({
    format: 'gguf',
    metadata: { version: String(version), ...Object.fromEntries(metadata) },
    tensors: entries.map((entry) => placeTensor(source, entry, dataStart)),
    warnings: [],
  });
}

interface Entry {
  readonly name: string;
  readonly shape: number[];
  readonly type: number;
  readonly offset: number;
  readonly byteOffset: number;
}

async function readEntry(cursor: SourceCursor): Promise<Entry> {
  const byteOffset = cursor.position;
  await cursor.need(8);
  const length = cursor.uint64();
  if (length > 2 ** 16) cursor.fail(`the name of a tensor should be ${length} bytes long`);
  await cursor.need(length + 4);
  const name = cursor.text(length);
  const dimensions = cursor.uint32();
  if (dimensions > mostDimensions) cursor.fail(`tensor "${name}" should have ${dimensions} dimensions`);
  await cursor.need(8 * dimensions + 12);
  const shape = Array.from({ length: dimensions }, () => cursor.uint64()).reverse();
  return { name, shape, type: cursor.uint32(), offset: cursor.uint64(), byteOffset };
}

function placeTensor(
  source: ByteSource,
  { name, shape, type, offset, byteOffset }: Entry,
  dataStart: number,
): ModelTensor {
  const { dtype, codec } = findGgmlType(type);
  if (!codec)
    return unreadableTensor(
      { name, dtype, shape },
      `its values, of type ${dtype}, are not decoded here`,
      0,
      byteOffset,
    );
  const row = shape.at(-1) ?? 1;
  if (row % codec.blockValues !== 0) {
    throw new FormatError(
      `tensor "${name}": rows of ${row} values are not whole blocks of ${dtype} (${codec.blockValues} each)`,
      byteOffset,
    );
  }
  return denseTensor({ name, dtype, shape, source, byteOffset: dataStart + offset, codec });
}

async function looksMangled(source: ByteSource): Promise<boolean> {
  const bytes = await source.read(0, Math.min(source.size, 2 ** 20));
  let found = 0;
  for (let i = 0; i + 2 < bytes.length; i++) {
    if (bytes[i] === 0xef && bytes[i + 1] === 0xbf && bytes[i + 2] === 0xbd) found++;
  }
  return found > 0;
}
