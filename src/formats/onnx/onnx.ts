/**
 * ONNX (onnx/onnx.proto): a protobuf message. Weights are initializers, and tensors in attributes of nodes
 * (`Constant` above all), in the graph, in the graphs inside its nodes, and in its functions.
 */
import type { ByteSource } from '../byteSource.js';
import type { Format, ModelTensor, OpenBeside, OpenModel } from '../format.js';
import { FormatError } from '../formatError.js';
import { openedModel } from '../openedModel.js';
import { SourceCursor } from '../sourceCursor.js';
import { cachedOpen, readPair, readTensorProto, type OpenExternal } from './tensorProto.js';
import { readFields, readText, type WireField } from './wire.js';

const deepest = 64;
/** Fields that a ModelProto begins with after its IR version. */
const firstFields = [0x12, 0x1a, 0x22, 0x28, 0x32, 0x3a, 0x42, 0x72, 0xa2, 0xca];

export const onnx: Format = {
  name: 'onnx',
  doc: 'Open Neural Network Exchange: graphs of PyTorch, TensorFlow, PaddlePaddle and others.',
  knownBy: 'the version field and what follows it: the file is a protocol buffer, without a signature.',
  reads:
    'initializers, sparse ones too, constants of Constant nodes, sub-graphs and functions; values in the file, in its typed fields, or in files beside it.',
  leaves:
    'text, and float8 of the fnuz kind: listed without values. External data outside the model’s folder is refused.',
  extensions: ['.onnx'],
  matches: (head) => head[0] === 0x08 && head[1]! >= 1 && head[1]! < 32 && firstFields.includes(head[2]!),
  open: openOnnx,
};

const metadataFields: Readonly<Record<number, string>> = {
  2: 'producer_name',
  3: 'producer_version',
  4: 'domain',
  6: 'doc_string',
};

async function openOnnx(source: ByteSource, openBeside: OpenBeside = refuse): Promise<OpenModel> {
  const cursor = new SourceCursor(source);
  const metadata = new Map<string, string>();
  const reader = new GraphReader(cursor, cachedOpen(openBeside));
  let graphs = 0;
  await readFields(cursor, source.size, async (field) => {
    if (field.number === 1 && field.type === 0) metadata.set('ir_version', String(field.value));
    else if (field.type === 0) {
      if (field.number === 5) metadata.set('model_version', String(field.value));
    } else if (field.number in metadataFields) {
      const text = await readText(cursor, field);
      if (text.trim() !== '') metadata.set(metadataFields[field.number]!, text.slice(0, 1000));
    } else if (field.number === 7) {
      graphs++;
      await reader.readGraph(field, '', 0);
    } else if (field.number === 8) {
      const [domain, version] = await readOperatorSet(cursor, field);
      metadata.set(`opset${domain === '' || domain === 'ai.onnx' ? '' : ` ${domain}`}`, version);
    } else if (field.number === 14) metadata.set(...(await readPair(cursor, field)));
    else if (field.number === 25) await reader.readFunction(field);
  });
  if (graphs === 0) throw new FormatError('the file has no graph: it is no ONNX model, or it is cut off', 0);
  return openedModel({
    format: 'onnx',
    metadata: Object.fromEntries(metadata),
    tensors: reader.tensors,
    warnings: [],
  });
}

const refuse: OpenBeside = async (path) => {
  throw new FormatError(`its values stand in "${path}", which cannot be opened here`, 0);
};

async function readOperatorSet(cursor: SourceCursor, { start, end }: WireField): Promise<[string, string]> {
  let domain = '';
  let version = '';
  cursor.position = start;
  await readFields(cursor, end, async (field) => {
    if (field.number === 1) domain = await readText(cursor, field);
    else if (field.number === 2) version = String(field.value);
  });
  return [domain, version];
}

class GraphReader {
  readonly tensors: ModelTensor[] = [];

  constructor(
    private readonly cursor: SourceCursor,
    private readonly openExternal: OpenExternal,
  ) {}

  /** A GraphProto; `prefix` stands before the names in it. */
  async readGraph({ start, end }: WireField, prefix: string, depth: number): Promise<void> {
    const { cursor } = this;
    if (depth > deepest) cursor.fail(`graphs stand within graphs more than ${deepest} deep`);
    cursor.position = start;
    const initializers: WireField[] = [];
    const nodes: WireField[] = [];
    await readFields(cursor, end, (field) => {
      if (field.type !== 2) return;
      if (field.number === 1) nodes.push(field);
      else if (field.number === 5) initializers.push(field);
    });
    for (const field of initializers) await this.add(field, (name) => prefix + name);
    for (const field of nodes) await this.readNode(field, prefix, depth);
  }

  /** A FunctionProto: its name and its nodes. */
  async readFunction({ start, end }: WireField): Promise<void> {
    const { cursor } = this;
    cursor.position = start;
    let functionName = '';
    const nodes: WireField[] = [];
    await readFields(cursor, end, async (field) => {
      if (field.number === 1) functionName = await readText(cursor, field);
      else if (field.number === 7) nodes.push(field);
    });
    for (const field of nodes) await this.readNode(field, `${functionName}/`, 1);
  }

  /** A NodeProto: only its attributes can hold tensors and graphs. */
  private async readNode({ start, end }: WireField, prefix: string, depth: number): Promise<void> {
    const { cursor } = this;
    cursor.position = start;
    let name = '';
    let output = '';
    const attributes: WireField[] = [];
    await readFields(cursor, end, async (field) => {
      if (field.number === 2 && output === '') output = await readText(cursor, field);
      else if (field.number === 3) name = await readText(cursor, field);
      else if (field.number === 5) attributes.push(field);
    });
    for (const field of attributes)
      await this.readAttribute(field, prefix, name || output, output || name, depth);
  }

  /** An AttributeProto: a tensor is called after what its node puts out, a graph's content after its node. */
  private async readAttribute(
    { start, end }: WireField,
    prefix: string,
    node: string,
    output: string,
    depth: number,
  ): Promise<void> {
    const { cursor } = this;
    cursor.position = start;
    let attribute = '';
    const tensors: WireField[] = [];
    const graphs: WireField[] = [];
    await readFields(cursor, end, async (field) => {
      if (field.type !== 2) return;
      if (field.number === 1) attribute = await readText(cursor, field);
      else if (field.number === 5 || field.number === 10) tensors.push(field);
      else if (field.number === 6 || field.number === 11) graphs.push(field);
    });
    const number = (list: readonly unknown[], i: number): string => (list.length > 1 ? `.${i}` : '');
    for (const [i, field] of tensors.entries()) {
      await this.add(field, () => `${prefix}${output}@${attribute}${number(tensors, i)}`);
    }
    for (const [i, field] of graphs.entries()) {
      await this.readGraph(field, `${prefix}${node}/${attribute}${number(graphs, i)}/`, depth + 1);
    }
  }

  private async add(field: WireField, rename: (name: string) => string): Promise<void> {
    this.tensors.push(await readTensorProto(this.cursor, field, rename, this.openExternal));
  }
}
