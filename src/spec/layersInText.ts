import { getNodeValue, type Node } from 'jsonc-parser';
import type { MemberConfig } from '../engine/config.js';
import { nameLayers } from './layerNames.js';
import { findValue, type Positions } from './positions.js';

/** A layer as a text has it, whole or half-typed. */
export interface LayerInText {
  /** As it is called everywhere: written, or its type and a running number. */
  readonly name: string;
  readonly type: string;
  /** Where it stands in `layers`. */
  readonly index: number;
  readonly offset: number;
  readonly length: number;
}

/** The layers that stand in a text, in order, whatever else is wrong with it. */
export function layersInText(positions: Positions): LayerInText[] {
  const nodes = findValue(positions, ['layers'])?.children ?? [];
  const named = nameLayers(nodes.map(readConfig), () => undefined);
  return nodes.flatMap((node, index) => {
    if (node.type !== 'object') return [];
    const { name = `layer ${index + 1}`, type = '' } = named[index] ?? {};
    return [{ name, type, index, offset: node.offset, length: node.length }];
  });
}

function readConfig(node: Node): MemberConfig | null {
  if (node.type !== 'object') return null;
  const value = getNodeValue(node) as Record<string, unknown>;
  return typeof value['type'] === 'string' ? (value as MemberConfig) : null;
}
