import type { ListedTensor } from '../../src/protocol/models.js';

/** A module, as the names of tensors tell of it, or a tensor. */
export interface TreeNode {
  /** What stands in its row: the last part of its name, or several where each holds the next alone. */
  readonly label: string;
  /** Its whole name. */
  readonly path: string;
  readonly parent: TreeNode | null;
  readonly children: readonly TreeNode[];
  /** The tensor's place in the file; null for a module. */
  readonly tensor: number | null;
  /** Of everything below it. */
  readonly tensors: number;
  readonly parameters: number;
  readonly bytes: number;
}

interface Growing {
  label: string;
  path: string;
  parent: Growing | null;
  children: Growing[];
  tensor: number | null;
  tensors: number;
  parameters: number;
  bytes: number;
  byLabel: Map<string, Growing>;
}

const grow = (label: string, path: string, parent: Growing | null): Growing => ({
  label,
  path,
  parent,
  children: [],
  tensor: null,
  tensors: 0,
  parameters: 0,
  bytes: 0,
  byLabel: new Map(),
});

/** Parts of a name with what parts them: `layer1.`, `0.`, `weight`. */
const partsOf = (name: string): string[] => name.match(/[^./]*[./]+|[^./]+$/g) ?? [name];

/** The modules of a model from the names of its tensors, `layer1.0.conv.weight` or `conv/kernel`, in the file's order. */
export function buildTree(tensors: readonly ListedTensor[]): readonly TreeNode[] {
  const root = grow('', '', null);
  tensors.forEach(({ name, size, bytes }, place) => {
    const parts = partsOf(name);
    let node = root;
    for (const part of parts.slice(0, -1)) {
      let next = node.byLabel.get(part);
      if (!next) {
        next = grow(part, node.path + part, node);
        node.byLabel.set(part, next);
        node.children.push(next);
      }
      node = next;
    }
    const leaf = grow(parts.at(-1) ?? name, name, node);
    leaf.tensor = place;
    node.children.push(leaf);
    for (let up: Growing | null = leaf; up; up = up.parent) {
      up.tensors++;
      up.parameters += size;
      up.bytes += bytes;
    }
  });
  root.children = root.children.map((child) => compact(child, null));
  return root.children;
}

/** A module that holds one thing alone shares its row. */
function compact(node: Growing, parent: Growing | null): Growing {
  let kept = node;
  while (kept.children.length === 1) {
    const [only] = kept.children;
    only!.label = kept.label + only!.label;
    kept = only!;
  }
  kept.parent = parent;
  if (kept.tensor === null) kept.label = kept.label.replace(/[./]+$/, '');
  kept.children = kept.children.map((child) => compact(child, kept));
  return kept;
}

/** What is known of a tensor's values, to put rows in order by. */
export interface Measured {
  readonly mean: number | null;
  readonly std: number | null;
}

export type SortKey = 'order' | 'name' | 'size' | 'bytes' | 'mean' | 'std';

export interface Listing {
  readonly filter: string;
  readonly sort: SortKey;
  readonly descending: boolean;
  readonly isOpen: (path: string) => boolean;
}

/** A row of the list as it stands. */
export interface TreeRow {
  readonly node: TreeNode;
  /** From 1. */
  readonly level: number;
  readonly label: string;
  /** Null for a tensor. */
  readonly expanded: boolean | null;
  readonly position: number;
  readonly siblings: number;
}

/** The rows that are to be seen: the tree in the file's order, or the tensors alone in another one. */
export function listRows(
  roots: readonly TreeNode[],
  tensors: readonly ListedTensor[],
  measured: (tensor: number) => Measured | undefined,
  { filter, sort, descending, isOpen }: Listing,
): TreeRow[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  const passes = (place: number): boolean => {
    const { name, dtype, shape } = tensors[place]!;
    const text = `${name} ${dtype} ${shape.join('×')}`.toLowerCase();
    return words.every((word) => text.includes(word));
  };
  const rows: TreeRow[] = [];
  if (sort === 'order') {
    addRows(rows, roots, 1, words.length > 0 ? passes : null, isOpen);
    return rows;
  }
  const leaves: TreeNode[] = [];
  const collect = (nodes: readonly TreeNode[]): void => {
    for (const node of nodes) {
      if (node.tensor === null) collect(node.children);
      else if (words.length === 0 || passes(node.tensor)) leaves.push(node);
    }
  };
  collect(roots);
  const valueOf = (place: number): number | null => {
    if (sort === 'size' || sort === 'bytes') return tensors[place]![sort];
    return sort === 'name' ? null : (measured(place)?.[sort] ?? null);
  };
  const way = descending ? -1 : 1;
  const ordered =
    sort === 'name'
      ? leaves.sort((a, b) => way * compareNames(a.path, b.path))
      : leaves
          .map((node) => ({ node, value: valueOf(node.tensor!) }))
          // What is not known yet stands last, whichever way.
          .sort((a, b) =>
            a.value === null || b.value === null
              ? Number(a.value === null) - Number(b.value === null)
              : way * (a.value - b.value),
          )
          .map(({ node }) => node);
  ordered.forEach((node, i) => {
    const place = { position: i + 1, siblings: ordered.length };
    rows.push({ node, level: 1, label: node.path, expanded: null, ...place });
  });
  return rows;
}

const compareNames = new Intl.Collator('en', { numeric: true }).compare;

function addRows(
  rows: TreeRow[],
  nodes: readonly TreeNode[],
  level: number,
  passes: ((tensor: number) => boolean) | null,
  isOpen: (path: string) => boolean,
): void {
  const shown = passes ? nodes.filter((node) => holds(node, passes)) : nodes;
  shown.forEach((node, i) => {
    const isModule = node.tensor === null;
    // What was searched for is shown, whatever was folded away before.
    const expanded = isModule ? passes !== null || isOpen(node.path) : null;
    rows.push({ node, level, label: node.label, expanded, position: i + 1, siblings: shown.length });
    if (expanded) addRows(rows, node.children, level + 1, passes, isOpen);
  });
}

function holds(node: TreeNode, passes: (tensor: number) => boolean): boolean {
  return node.tensor === null ? node.children.some((child) => holds(child, passes)) : passes(node.tensor);
}

/** What is open at first: level by level, as long as the list stays short. */
export function openAtFirst(roots: readonly TreeNode[], mostRows: number): ReadonlySet<string> {
  const open = new Set<string>();
  let rows = roots.length;
  let level = roots.filter(({ tensor }) => tensor === null);
  while (level.length > 0) {
    const more = level.reduce((sum, { children }) => sum + children.length, 0);
    if (rows + more > mostRows) break;
    rows += more;
    for (const { path } of level) open.add(path);
    level = level.flatMap(({ children }) => children.filter(({ tensor }) => tensor === null));
  }
  return open;
}
