import { findNodeAtLocation, type Node } from 'jsonc-parser';
import { appendChild, insertBefore, removeChild } from './layout.js';
import { editPieces, readPieces, startPieces, textEdits, type TextEdit } from './pieces.js';
import type { SpecEdit, SpecPath } from './spec.js';
import { readTree } from './syntax.js';
import { renderValue } from './render.js';
import { rootOptions } from './sections/root.js';

/**
 * The changes of the text that make these changes of the spec, one after the other (each path is that of the
 * spec as the edits before have left it). Comments, indentation, trailing commas and what stands on one line
 * stay. Null where an edit no longer fits the text: the place is gone.
 */
export function editSpec(text: string, edits: readonly SpecEdit[]): TextEdit[] | null {
  let table = startPieces(text);
  for (const edit of edits) {
    const now = readPieces(table);
    const changes = applyEdit(now, edit);
    if (!changes) return null;
    // From the end, so that the offsets of those before still hold.
    for (const change of changes.sort((a, b) => b.offset - a.offset)) table = editPieces(table, change);
  }
  return textEdits(table);
}

/** The text after these changes. */
export function applyTextEdits(text: string, edits: readonly TextEdit[]): string {
  return readPieces(edits.toSorted((a, b) => b.offset - a.offset).reduce(editPieces, startPieces(text)));
}

function applyEdit(text: string, edit: SpecEdit): TextEdit[] | null {
  const { root } = readTree(text);
  if (!root) return null;
  switch (edit.op) {
    case 'set':
      return setValue(text, root, edit.path, edit.value);
    case 'insert': {
      const parent = find(root, edit.path.slice(0, -1));
      const before = parent?.type === 'array' ? parent.children?.[Number(edit.path.at(-1))] : undefined;
      if (before) return insertBefore(text, before, renderValue(edit.value));
      return parent?.type === 'array'
        ? appendChild(text, parent, renderValue(edit.value))
        : setValue(text, root, edit.path, edit.value);
    }
    case 'remove': {
      const node = find(root, edit.path);
      if (!node?.parent) return null;
      return removeChild(text, node.parent.type === 'property' ? node.parent : node);
    }
    case 'rename': {
      const parent = find(root, edit.path.slice(0, -1));
      const property = parent?.children?.find(({ children }) => children?.[0]?.value === edit.path.at(-1));
      const key = parent?.type === 'object' ? property?.children?.[0] : undefined;
      return key ? [{ offset: key.offset, length: key.length, text: JSON.stringify(edit.value) }] : null;
    }
  }
}

function setValue(text: string, root: Node, path: SpecPath, value: unknown): TextEdit[] | null {
  const node = find(root, path);
  if (node) return [{ offset: node.offset, length: node.length, text: renderValue(value) }];
  const key = path.at(-1);
  if (key === undefined) return null;
  const above = path.slice(0, -1);
  const parent = find(root, above);
  if (!parent)
    return typeof key === 'string' ? setValue(text, root, above, growValue(above, key, value)) : null;
  if (parent.type === 'array') return appendChild(text, parent, renderValue(value));
  if (typeof key !== 'string') return null;
  if (parent.type === 'object') {
    const pair = `${JSON.stringify(key)}: ${renderValue(value)}`;
    // A key whose value was not typed yet.
    const half = parent.children?.find(({ children }) => children?.[0]?.value === key);
    return half
      ? [{ offset: half.offset, length: half.length, text: pair }]
      : appendChild(text, parent, pair);
  }
  if (parent.type !== 'string') return null;
  const grown = growValue(above, key, value, parent.value as string);
  return [{ offset: parent.offset, length: parent.length, text: renderValue(grown) }];
}

/**
 * The object that stands at `path` so that it can take an option. What was a member's name, or its default, is
 * then its type: "adam" → { "type": "adam", "learningRate": 0.01 }
 */
function growValue(path: SpecPath, key: string, value: unknown, name?: string): object {
  const [section = ''] = path;
  const isMember = section === 'layers' || rootOptions[section]?.kind === 'member';
  const type = name ?? (path.length === 1 ? rootOptions[section]?.default : undefined);
  return isMember && typeof type === 'string' ? { type, [key]: value } : { [key]: value };
}

function find(root: Node, path: SpecPath): Node | undefined {
  return path.length === 0 ? root : findNodeAtLocation(root, [...path]);
}
