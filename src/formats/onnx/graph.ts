/**
 * The computation in an ONNX file: its nodes in the order they run, as onnx/onnx.proto has them. `onnx.ts` reads the
 * same file for its weights alone; here weights are listed under the names by which nodes call them.
 */
import type { ByteSource } from '../byteSource.js';
import type { ModelTensor, OpenBeside } from '../format.js';
import { FormatError } from '../formatError.js';
import { plainCodec } from '../codec.js';
import { SourceCursor } from '../sourceCursor.js';
import { cachedOpen, readTensorProto, type OpenExternal } from './tensorProto.js';
import { readFields, readText, readVarint, type WireField } from './wire.js';

export type OnnxAttribute = number | string | readonly number[] | ModelTensor;

export interface OnnxNode {
  readonly operator: string;
  /** Empty for ONNX's own operators. */
  readonly domain: string;
  /** May be empty. */
  readonly name: string;
  /** Names of values; an input left out is empty. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: ReadonlyMap<string, OnnxAttribute>;
  /** The byte at which it stands. */
  readonly byte: number;
}

export interface OnnxGraph {
  readonly nodes: readonly OnnxNode[];
  /** What is given from outside, weights not among it; an axis is null where its size is left open. */
  readonly inputs: readonly { readonly name: string; readonly shape: readonly (number | null)[] }[];
  readonly outputs: readonly string[];
  readonly weights: ReadonlyMap<string, ModelTensor>;
}

/** Reads the graph of an ONNX file. Throws a FormatError where it is none, or damaged. */
export async function readOnnxGraph(source: ByteSource, openBeside: OpenBeside): Promise<OnnxGraph> {
  const cursor = new SourceCursor(source);
  const openExternal = cachedOpen(openBeside);
  let graph: WireField | undefined;
  await readFields(cursor, source.size, (field) => {
    if (field.number === 7 && field.type === 2) graph = field;
  });
  if (!graph) throw new FormatError('the file has no graph: it is no ONNX model, or it is cut off', 0);
  const parts = await collect(cursor, graph);
  const weights = new Map<string, ModelTensor>();
  for (const field of parts.of(5)) {
    const tensor = await readTensorProto(cursor, field, (name) => name, openExternal);
    weights.set(tensor.name, tensor);
  }
  const nodes: OnnxNode[] = [];
  for (const field of parts.of(1)) nodes.push(await readNode(cursor, field, openExternal));
  const inputs: OnnxGraph['inputs'][number][] = [];
  for (const field of parts.of(11)) {
    const input = await readValueInfo(cursor, field);
    // Before IR version 4 weights were listed as inputs too.
    if (!weights.has(input.name)) inputs.push(input);
  }
  const outputs: string[] = [];
  for (const field of parts.of(12)) outputs.push((await readValueInfo(cursor, field)).name);
  return { nodes, inputs, outputs, weights };
}

/** The fields of a message, by their numbers. */
async function collect(
  cursor: SourceCursor,
  { start, end }: WireField,
): Promise<{ of(number: number): readonly WireField[]; text(number: number): Promise<string> }> {
  const fields = new Map<number, WireField[]>();
  cursor.position = start;
  await readFields(cursor, end, (field) => {
    fields.set(field.number, [...(fields.get(field.number) ?? []), field]);
  });
  const of = (number: number): readonly WireField[] => fields.get(number) ?? [];
  return {
    of,
    text: async (number) => {
      const field = of(number).at(-1);
      return field ? readText(cursor, field) : '';
    },
  };
}

async function readNode(
  cursor: SourceCursor,
  field: WireField,
  openExternal: OpenExternal,
): Promise<OnnxNode> {
  const parts = await collect(cursor, field);
  const texts = async (number: number): Promise<string[]> => {
    const read: string[] = [];
    for (const each of parts.of(number)) read.push(await readText(cursor, each));
    return read;
  };
  const attributes = new Map<string, OnnxAttribute>();
  for (const each of parts.of(5)) {
    const attribute = await readAttribute(cursor, each, openExternal);
    if (attribute) attributes.set(...attribute);
  }
  return {
    operator: await parts.text(4),
    domain: await parts.text(7),
    name: await parts.text(3),
    inputs: await texts(1),
    outputs: await texts(2),
    attributes,
    byte: field.start,
  };
}

/** Null where it is of a kind that no operator known here has: a graph, several texts. */
async function readAttribute(
  cursor: SourceCursor,
  field: WireField,
  openExternal: OpenExternal,
): Promise<[string, OnnxAttribute] | null> {
  const parts = await collect(cursor, field);
  const name = await parts.text(1);
  const [float] = parts.of(2);
  const [integer] = parts.of(3);
  const [tensor] = parts.of(5);
  if (parts.of(7).length > 0) return [name, await readNumbers(cursor, parts.of(7))];
  if (parts.of(8).length > 0) return [name, await readNumbers(cursor, parts.of(8))];
  if (tensor) return [name, await readTensorProto(cursor, tensor, (given) => given || name, openExternal)];
  if (parts.of(4).length > 0) return [name, await parts.text(4)];
  if (float?.type === 5) return [name, (await readNumbers(cursor, [float]))[0]!];
  // A field that holds 0 may be left out: what the attribute is, its type says.
  const type = parts.of(20)[0]?.value;
  if (integer) return [name, integer.value];
  return type === 1 || type === 2 ? [name, 0] : null;
}

/** Floats (four bytes each) or varints, packed into one field or a field each. */
async function readNumbers(cursor: SourceCursor, fields: readonly WireField[]): Promise<number[]> {
  const numbers: number[] = [];
  for (const { number, type, value, start, end } of fields) {
    if (type === 0) numbers.push(value);
    else if (number === 8) {
      cursor.position = start;
      await cursor.need(end - start);
      while (cursor.position < end) numbers.push(readVarint(cursor, end));
    } else {
      const bytes = await cursor.source.read(start, (end - start) & ~3);
      numbers.push(...plainCodec('float32').decode(bytes, 0));
    }
  }
  return numbers;
}

/** A ValueInfoProto: its name, and the axes of its tensor. */
async function readValueInfo(
  cursor: SourceCursor,
  field: WireField,
): Promise<{ name: string; shape: (number | null)[] }> {
  const parts = await collect(cursor, field);
  const shape: (number | null)[] = [];
  let inner = parts;
  for (const number of [2, 1, 2]) {
    const next = inner.of(number)[0];
    if (!next) return { name: await parts.text(1), shape };
    inner = await collect(cursor, next);
  }
  for (const axis of inner.of(1)) {
    const size = (await collect(cursor, axis)).of(1)[0];
    shape.push(size && size.value > 0 ? size.value : null);
  }
  return { name: await parts.text(1), shape };
}
