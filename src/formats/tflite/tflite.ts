/**
 * TensorFlow Lite (tensorflow/lite/schema/schema.fbs): a flatbuffer of sub-graphs, whose tensors with a buffer are
 * the weights. Quantised ones are shown as the whole numbers that are stored.
 */
import type { ByteSource } from '../byteSource.js';
import { complexCodec, plainCodec, type Codec } from '../codec.js';
import { countValues, denseTensor, plainTensor, unreadableTensor } from '../denseTensor.js';
import type { Format, ModelTensor, OpenModel } from '../format.js';
import { FormatError } from '../formatError.js';
import { nibbleCodec } from '../nibbleCodec.js';
import { openedModel } from '../openedModel.js';
import { SourceCursor } from '../sourceCursor.js';
import type { DType } from '../../tensor/dtype.js';
import { FlatTable } from './flatbuffer.js';

export const tflite: Format = {
  name: 'tflite',
  doc: 'TensorFlow Lite (LiteRT): models for phones and microcontrollers.',
  knownBy: '`TFL3` at byte 4.',
  reads: 'constants of all sub-graphs; quantised ones as the whole numbers that are stored; int4.',
  leaves:
    'text, resources and variants: listed without values. Tensors without a constant, which a model computes, are left out.',
  extensions: ['.tflite', '.lite'],
  matches: (head) => new TextDecoder('latin1').decode(head.subarray(4, 8)) === 'TFL3',
  open: openTflite,
};

const plainTypes: Readonly<Record<number, DType>> = {
  0: 'float32',
  1: 'float16',
  2: 'int32',
  3: 'uint8',
  4: 'int64',
  6: 'bool',
  7: 'int16',
  9: 'int8',
  10: 'float64',
  12: 'uint64',
  15: 'uint32',
  16: 'uint16',
  18: 'bfloat16',
};
const otherTypes: Readonly<Record<number, { readonly dtype: string; readonly codec?: Codec }>> = {
  5: { dtype: 'string' },
  8: { dtype: 'complex64', codec: complexCodec(4) },
  11: { dtype: 'complex128', codec: complexCodec(8) },
  13: { dtype: 'resource' },
  14: { dtype: 'variant' },
  17: { dtype: 'int4', codec: nibbleCodec(true) },
};

async function openTflite(source: ByteSource): Promise<OpenModel> {
  const cursor = new SourceCursor(source);
  await cursor.need(8);
  if (!tflite.matches(cursor.bytes(8))) throw new FormatError('the file has no "TFL3" at byte 4', 4);
  const model = await FlatTable.follow(cursor, 0);
  const buffers = await model.tables(4);
  const tensors: ModelTensor[] = [];
  const places = new Map<number, Place>();
  const findPlace = async (index: number): Promise<Place> => {
    const known = places.get(index);
    if (known) return known;
    const place = await readPlace(buffers[index], source.size);
    places.set(index, place);
    return place;
  };
  for (const graph of await model.tables(2)) {
    for (const [index, entry] of (await graph.tables(0)).entries()) {
      const place = await findPlace(await entry.uint32(2));
      // Some converters drop the names.
      const name = (await entry.text(3)) || `tensor${index}`;
      if (place.length > 0) tensors.push(await readTensor(entry, name, source, place));
    }
  }
  const description = await model.text(3);
  return openedModel({
    format: 'tflite',
    metadata: { version: String(await model.uint32(0)), ...(description !== '' && { description }) },
    tensors,
    warnings: [],
  });
}

interface Place {
  readonly start: number;
  readonly length: number;
}

/** Inside the flatbuffer, or, of models over 2 GB, behind it. */
async function readPlace(buffer: FlatTable | undefined, size: number): Promise<Place> {
  if (!buffer) return { start: 0, length: 0 };
  const inside = await buffer.vector(0, 1);
  if (inside.length > 0) return inside;
  const start = await buffer.uint64(1);
  const length = await buffer.uint64(2);
  if (start <= 1 || length === 0) return { start: 0, length: 0 };
  if (start + length > size)
    throw new FormatError(`a buffer should stand from byte ${start} to ${start + length} of ${size}`, start);
  return { start, length };
}

async function readTensor(
  entry: FlatTable,
  name: string,
  source: ByteSource,
  { start, length }: Place,
): Promise<ModelTensor> {
  const shape = await entry.uint32s(0);
  const type = await entry.uint8(1);
  const plain = plainTypes[type];
  const { dtype, codec } = plain
    ? { dtype: plain, codec: plainCodec(plain) }
    : { codec: undefined, ...(otherTypes[type] ?? { dtype: `type ${type}` }) };
  const unreadable = (problem: string): ModelTensor =>
    unreadableTensor({ name, dtype, shape }, problem, length, start);
  if (!codec) return unreadable(`its values, of type ${dtype}, are no numbers that are known here`);
  const needed = Math.ceil(countValues(name, shape, start) / codec.blockValues) * codec.blockBytes;
  if (needed !== length)
    return unreadable(`the shape [${shape.join(', ')}] of ${dtype} needs ${needed} bytes, it has ${length}`);
  const place = { name, shape, source, byteOffset: start };
  return plain ? plainTensor({ ...place, dtype: plain }) : denseTensor({ ...place, dtype, codec });
}
