import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';
import { FormatError } from '../../formats/formatError.js';
import { fromBucketLimits, fromTriples, type Histogram } from './histogram.js';
import { decodeTensor, type SummaryTensor } from './tensorProto.js';

/** One value of an event: a scalar, a histogram, or a tensor that is neither. Images, audio and graphs are left out. */
export type EventValue =
  | { readonly kind: 'scalar'; readonly tag: string; readonly value: number }
  | { readonly kind: 'histogram'; readonly tag: string; readonly histogram: Histogram }
  | {
      readonly kind: 'tensor';
      readonly tag: string;
      readonly tensor: SummaryTensor;
      readonly plugin: string;
    };

export interface Event {
  /** Seconds since 1970. */
  readonly wallTime: number;
  readonly step: number;
  readonly fileVersion: string | null;
  readonly values: readonly EventValue[];
}

/**
 * Decodes one record's payload. `plugins` remembers which plugin a tag belongs to, since writers say it at its
 * first value alone. Throws a FormatError naming `fileOffset` where the bytes are no Event.
 */
export function decodeEvent(payload: Uint8Array, fileOffset: number, plugins: Map<string, string>): Event {
  try {
    return readEvent(payload, plugins);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new FormatError(`A record is no TensorBoard event: ${reason}`, fileOffset);
  }
}

function readEvent(payload: Uint8Array, plugins: Map<string, string>): Event {
  const reader = new BinaryReader(payload);
  let wallTime = 0;
  let step = 0;
  let fileVersion: string | null = null;
  const values: EventValue[] = [];
  while (reader.pos < reader.len) {
    const [field, wire] = reader.tag();
    if (field === 1) wallTime = reader.double();
    else if (field === 2) step = Number(reader.int64());
    else if (field === 3) fileVersion = reader.string();
    else if (field === 5) readSummary(reader.bytes(), plugins, values);
    else reader.skip(wire);
  }
  return { wallTime, step, fileVersion, values };
}

function readSummary(bytes: Uint8Array, plugins: Map<string, string>, values: EventValue[]): void {
  const reader = new BinaryReader(bytes);
  while (reader.pos < reader.len) {
    const [field, wire] = reader.tag();
    if (field !== 1) {
      reader.skip(wire);
      continue;
    }
    const value = readValue(reader.bytes(), plugins);
    if (value !== null) values.push(value);
  }
}

function readValue(bytes: Uint8Array, plugins: Map<string, string>): EventValue | null {
  const reader = new BinaryReader(bytes);
  let tag = '';
  let scalar: number | null = null;
  let histogram: Histogram | null = null;
  let tensor: SummaryTensor | null = null;
  while (reader.pos < reader.len) {
    const [field, wire] = reader.tag();
    if (field === 1) tag = reader.string();
    else if (field === 2) scalar = reader.float();
    else if (field === 5) histogram = readHistogram(reader.bytes());
    else if (field === 8) tensor = decodeTensor(reader.bytes());
    else if (field === 9) {
      const plugin = readPluginName(reader.bytes());
      if (plugin !== '') plugins.set(tag, plugin);
    } else reader.skip(wire);
  }
  if (scalar !== null) return { kind: 'scalar', tag, value: scalar };
  if (histogram !== null) return { kind: 'histogram', tag, histogram };
  if (tensor === null) return null;
  const plugin = plugins.get(tag) ?? '';
  if (plugin === 'histograms') return { kind: 'histogram', tag, histogram: fromTriples(tensor.numbers) };
  const isScalar = tensor.shape.length === 0 && tensor.numbers.length === 1;
  if (isScalar && (plugin === 'scalars' || plugin === ''))
    return { kind: 'scalar', tag, value: tensor.numbers[0]! };
  return { kind: 'tensor', tag, tensor, plugin };
}

function readHistogram(bytes: Uint8Array): Histogram {
  const reader = new BinaryReader(bytes);
  let minimum = 0;
  let maximum = 0;
  let count = 0;
  let sum = 0;
  let sumOfSquares = 0;
  const limits: number[] = [];
  const buckets: number[] = [];
  while (reader.pos < reader.len) {
    const [field, wire] = reader.tag();
    if (field === 1) minimum = reader.double();
    else if (field === 2) maximum = reader.double();
    else if (field === 3) count = reader.double();
    else if (field === 4) sum = reader.double();
    else if (field === 5) sumOfSquares = reader.double();
    else if (field === 6 || field === 7) {
      const into = field === 6 ? limits : buckets;
      const end = wire === WireType.LengthDelimited ? reader.uint32() + reader.pos : reader.pos + 8;
      while (reader.pos < end) into.push(reader.double());
    } else reader.skip(wire);
  }
  const sums = { count, sum, sumOfSquares };
  return fromBucketLimits(minimum, maximum, limits, buckets, count > 0 ? sums : undefined);
}

/** SummaryMetadata.plugin_data.plugin_name */
function readPluginName(bytes: Uint8Array): string {
  const metadata = new BinaryReader(bytes);
  while (metadata.pos < metadata.len) {
    const [field, wire] = metadata.tag();
    if (field !== 1) {
      metadata.skip(wire);
      continue;
    }
    const plugin = new BinaryReader(metadata.bytes());
    while (plugin.pos < plugin.len) {
      const [inner, innerWire] = plugin.tag();
      if (inner === 1) return plugin.string();
      plugin.skip(innerWire);
    }
  }
  return '';
}
