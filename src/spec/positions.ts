import { findNodeAtLocation, findNodeAtOffset, getNodePath, type Node } from 'jsonc-parser';
import type { SpecPath } from './spec.js';

/** Where everything in a spec's text stands. */
export interface Positions {
  readonly text: string;
  /** Absent where there is nothing but blanks and comments. */
  readonly root: Node | undefined;
  /** Offset at which each line starts. */
  readonly lineStarts: readonly number[];
}

/** A piece of the text: UTF-16 offsets from 0, line and column from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
  readonly offset: number;
  readonly length: number;
}

export function makePositions(text: string, root: Node | undefined): Positions {
  const lineStarts = [0];
  for (const match of text.matchAll(/\r\n|\r|\n/g)) lineStarts.push(match.index + match[0].length);
  return { text, root, lineStarts };
}

/** Line and column of a piece of text; columns count UTF-16 units, as editors do. */
export function positionAt(positions: Positions, offset: number, length: number): Position {
  const { lineStarts } = positions;
  let low = 0;
  let high = lineStarts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((lineStarts[middle] ?? Infinity) <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: offset - (lineStarts[low] ?? 0) + 1, offset, length };
}

/** The value at a path, or undefined where there is none. */
export function findValue(positions: Positions, path: SpecPath): Node | undefined {
  return positions.root && findNodeAtLocation(positions.root, [...path]);
}

/**
 * Where the key or the value at a path stands. What is not written down is located at the nearest thing that is:
 * a layer's missing `init` at the layer, a missing `optimizer` at the key `layers`, all else at the start.
 * Values of several lines are given up to the end of their first line.
 */
export function locate(positions: Positions, path: SpecPath, part: 'key' | 'value' = 'value'): Position {
  for (let depth = path.length; depth > 0; depth--) {
    const node = findValue(positions, path.slice(0, depth));
    if (!node) continue;
    return locateNode(positions, node, depth === path.length ? part : 'value');
  }
  if (path.length > 0 && path[0] !== 'layers' && path[0] !== 'data' && findValue(positions, ['layers']))
    return locate(positions, ['layers'], 'key');
  return positions.root ? locateNode(positions, positions.root, 'value') : positionAt(positions, 0, 0);
}

/** Where a node stands: its value, or its key. A value of several lines is shown by its key, else by its first line. */
export function locateNode(positions: Positions, node: Node, part: 'key' | 'value'): Position {
  const key = keyOf(node);
  if (part === 'key' && key) return positionAt(positions, key.offset, key.length);
  // Of the spec itself only the brace.
  if (!node.parent && node.type === 'object') return positionAt(positions, node.offset, 1);
  const place = positionAt(positions, node.offset, node.length);
  const nextLine = positions.lineStarts[place.line] ?? Infinity;
  if (node.offset + node.length <= nextLine) return place;
  if (key) return positionAt(positions, key.offset, key.length);
  const firstLine = positions.text.slice(node.offset, nextLine).trimEnd();
  return { ...place, length: Math.max(1, firstLine.length) };
}

function keyOf(node: Node): Node | undefined {
  return node.parent?.type === 'property' ? node.parent.children?.[0] : undefined;
}

/** What an offset of the text belongs to: the path of the innermost value, and whether it is at the value's key. */
export function pathAt(
  positions: Positions,
  offset: number,
): { readonly path: SpecPath; readonly atKey: boolean } | null {
  const node = positions.root && findNodeAtOffset(positions.root, offset, true);
  if (!node) return null;
  const key = node.type === 'property' ? node.children?.[0] : keyOf(node);
  return {
    path: getNodePath(key ?? node),
    atKey: key !== undefined && (node === key || node.type === 'property'),
  };
}
