import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';

/** A TensorProto as far as summaries use it: numbers as doubles, or words. */
export interface SummaryTensor {
  readonly shape: readonly number[];
  readonly numbers: Float64Array;
  readonly words: readonly string[];
}

/** TensorFlow's DataType → how its raw content reads. */
const contents: Readonly<Record<number, { bytes: number; get(view: DataView, at: number): number }>> = {
  1: { bytes: 4, get: (view, at) => view.getFloat32(at, true) },
  2: { bytes: 8, get: (view, at) => view.getFloat64(at, true) },
  3: { bytes: 4, get: (view, at) => view.getInt32(at, true) },
  4: { bytes: 1, get: (view, at) => view.getUint8(at) },
  9: { bytes: 8, get: (view, at) => Number(view.getBigInt64(at, true)) },
  10: { bytes: 1, get: (view, at) => view.getUint8(at) },
};

/** Fields of typed values: number → how one value reads. */
const valueFields: Readonly<Record<number, (reader: BinaryReader) => number>> = {
  5: (reader) => reader.float(),
  6: (reader) => reader.double(),
  7: (reader) => reader.int32(),
  10: (reader) => Number(reader.int64()),
  11: (reader) => (reader.bool() ? 1 : 0),
};

/** Reads float, double, integer, bool and string tensors; other types give no numbers. Throws on malformed bytes. */
export function decodeTensor(bytes: Uint8Array): SummaryTensor {
  const reader = new BinaryReader(bytes);
  let dtype = 0;
  let shape: number[] = [];
  let content: Uint8Array | null = null;
  const listed: number[] = [];
  const words: string[] = [];
  while (reader.pos < reader.len) {
    const [field, wire] = reader.tag();
    const readValue = valueFields[field];
    if (field === 1) dtype = reader.int32();
    else if (field === 2) shape = decodeShape(reader.bytes());
    else if (field === 4) content = reader.bytes();
    else if (field === 8) words.push(reader.string());
    else if (readValue !== undefined && wire === WireType.LengthDelimited) {
      const end = reader.uint32() + reader.pos;
      while (reader.pos < end) listed.push(readValue(reader));
    } else if (readValue !== undefined) listed.push(readValue(reader));
    else reader.skip(wire);
  }
  const size = shape.reduce((product, dimension) => product * dimension, 1);
  const kind = contents[dtype];
  if (content !== null && content.length > 0 && kind !== undefined) {
    const view = new DataView(content.buffer, content.byteOffset, content.byteLength);
    const numbers = new Float64Array(Math.floor(content.length / kind.bytes));
    for (let i = 0; i < numbers.length; i++) numbers[i] = kind.get(view, i * kind.bytes);
    return { shape, numbers, words };
  }
  // One listed value may stand for all elements; a tensor no one can hold is not filled up.
  if (listed.length === 1 && size > 1 && size <= 1 << 20)
    return { shape, numbers: new Float64Array(size).fill(listed[0]!), words };
  return { shape, numbers: Float64Array.from(listed), words };
}

function decodeShape(bytes: Uint8Array): number[] {
  const reader = new BinaryReader(bytes);
  const shape: number[] = [];
  while (reader.pos < reader.len) {
    const [field, wire] = reader.tag();
    if (field !== 2) {
      reader.skip(wire);
      continue;
    }
    const dimension = new BinaryReader(reader.bytes());
    let size = 0;
    while (dimension.pos < dimension.len) {
      const [inner, innerWire] = dimension.tag();
      if (inner === 1) size = Number(dimension.int64());
      else dimension.skip(innerWire);
    }
    shape.push(size);
  }
  return shape;
}
