import type { OnnxNode } from '../../formats/onnx/graph.js';
import type { NetworkMaker } from './networkMaker.js';
import type { Value } from './value.js';

/** One or several of ONNX's operators, in layers of ours. */
export interface OnnxOperator {
  readonly names: readonly string[];
  /** What the node puts out. Throws `Unsupported` where its attributes ask for what no layer does. */
  convert(node: OnnxNode, maker: NetworkMaker): Value;
}

export function integers(node: OnnxNode, name: string): readonly number[] | undefined {
  const value = node.attributes.get(name);
  return Array.isArray(value) ? (value as readonly number[]) : undefined;
}

export function number(node: OnnxNode, name: string, otherwise: number): number {
  const value = node.attributes.get(name);
  return typeof value === 'number' ? value : otherwise;
}

export function text(node: OnnxNode, name: string, otherwise: string): string {
  const value = node.attributes.get(name);
  return typeof value === 'string' ? value : otherwise;
}
