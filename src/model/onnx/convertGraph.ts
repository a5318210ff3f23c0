import type { NetworkConfig } from '../../engine/config.js';
import type { ModelTensor } from '../../formats/format.js';
import { FormatError } from '../../formats/formatError.js';
import type { OnnxGraph, OnnxNode } from '../../formats/onnx/graph.js';
import { sizeOf } from '../../tensor/shape.js';
import type { FloatTensor } from '../../tensor/tensor.js';
import { NetworkMaker } from './networkMaker.js';
import { isConstant, Unsupported, type Constant } from './value.js';
import { findOperator, operatorNames } from './operators/index.js';

/** An ONNX graph as a network of ours. */
export interface ConvertedGraph {
  readonly network: NetworkConfig;
  readonly weights: readonly FloatTensor[];
  /** The name of what it puts out. */
  readonly output: string;
  /** The function that its last layer was taken away with, so that logits come out; null where there was none. */
  readonly head: 'softmax' | 'sigmoid' | null;
}

/** Throws a FormatError, at the node's byte, where the graph asks for what cannot be run here; `fileName` is for it. */
export async function convertGraph(graph: OnnxGraph, fileName: string): Promise<ConvertedGraph> {
  const nodes = liveNodes(graph);
  refuseUnknown(nodes, fileName);
  const readers = new Map<string, number>();
  for (const name of [...nodes.flatMap(({ inputs }) => inputs), graph.outputs[0] ?? '']) {
    readers.set(name, (readers.get(name) ?? 0) + 1);
  }
  const maker = new NetworkMaker(readers);
  const inputShape = inputShapeOf(graph, fileName);
  maker.set(graph.inputs[0]!.name, { layer: 'input', shape: inputShape });
  for (const [name, tensor] of graph.weights) maker.set(name, await readConstant(tensor));
  for (const [index, node] of nodes.entries()) {
    const tensor = node.attributes.get('value');
    maker.begin(node, typeof tensor === 'object' && 'read' in tensor ? await readConstant(tensor) : null);
    try {
      const value = findOperator(node.operator)!.convert(node, maker);
      if (node.outputs[0]) maker.set(node.outputs[0], value);
    } catch (error) {
      if (!(error instanceof Unsupported)) throw error;
      throw new FormatError(
        `${fileName} cannot be run: ${placeOf(node, index, nodes)} ${error.message}`,
        node.byte,
      );
    }
  }
  return finish(graph, maker, inputShape, fileName);
}

/** One message for all the operators that are not known, each with the first node that has it. */
function refuseUnknown(nodes: readonly OnnxNode[], fileName: string): void {
  const unknown = [...nodes.entries()].filter(([, { operator, domain }]) => {
    return !findOperator(operator) || !['', 'ai.onnx'].includes(domain);
  });
  if (unknown.length === 0) return;
  const firsts = unknown.filter(
    ([index, { operator }]) => unknown.find(([, other]) => other.operator === operator)![0] === index,
  );
  const listed = firsts.map(([index, node]) => placeOf(node, index, nodes)).join(', ');
  throw new FormatError(
    `${fileName} has operators that cannot be run here: ${listed}. Known are ${operatorNames.join(', ')}`,
    firsts[0]![1].byte,
  );
}

function placeOf(
  { operator, domain, name, outputs }: OnnxNode,
  index: number,
  nodes: readonly unknown[],
): string {
  const called = domain === '' || domain === 'ai.onnx' ? operator : `${domain}.${operator}`;
  return `${called} (node "${name || outputs[0] || ''}", ${index + 1} of ${nodes.length})`;
}

function inputShapeOf({ inputs }: OnnxGraph, fileName: string): readonly number[] {
  const [input, ...others] = inputs;
  if (!input || others.length > 0) {
    const names = inputs.map(({ name }) => `"${name}"`).join(', ');
    throw new FormatError(
      `${fileName} takes ${inputs.length} inputs (${names}); only a model of one input can be run here`,
      0,
    );
  }
  const [, ...shape] = input.shape;
  if (shape.length > 0 && shape.every((size) => size !== null)) return shape;
  const sizes = input.shape.map((size) => size ?? '?').join(', ');
  throw new FormatError(
    `${fileName} leaves the shape of its input "${input.name}" open ([${sizes}]): export it with sizes for all axes but the first, the batch`,
    0,
  );
}

async function readConstant(tensor: ModelTensor): Promise<Constant> {
  return { shape: tensor.shape, values: await tensor.read(0, tensor.size) };
}

/** Takes a softmax or sigmoid at the end away, so that what comes out are logits. */
function finish(
  { outputs: [output = ''] }: OnnxGraph,
  maker: NetworkMaker,
  inputShape: readonly number[],
  fileName: string,
): ConvertedGraph {
  const value = maker.find(output);
  if (!value || isConstant(value)) {
    throw new FormatError(`${fileName} puts out "${output}", which does not follow from its input`, 0);
  }
  const layers = [...maker.layers];
  const last = layers.at(-1);
  let head: ConvertedGraph['head'] = null;
  for (const option of ['activation', 'function']) {
    const applied = last?.[option];
    if (!last || (applied !== 'softmax' && applied !== 'sigmoid')) continue;
    head = applied;
    layers[layers.length - 1] = { ...last, [option]: 'linear' };
  }
  if (layers.length === 0)
    layers.push({ type: 'activation', name: 'identity', index: 0, function: 'linear' });
  const network = { inputShape, outputs: sizeOf(value.shape), layers, freeze: [] };
  return { network, weights: maker.weights, output, head };
}

/** The nodes that the first output follows from. */
function liveNodes({ nodes, outputs }: OnnxGraph): OnnxNode[] {
  const wanted = new Set(outputs.slice(0, 1));
  const live: OnnxNode[] = [];
  for (const node of [...nodes].reverse()) {
    if (!node.outputs.some((name) => wanted.has(name))) continue;
    live.unshift(node);
    for (const name of node.inputs) wanted.add(name);
  }
  return live;
}
