import type { ModelFindings } from '../../src/protocol/models.js';
import type { Severity } from '../parts/finding.js';
import type { TreeNode } from './moduleTree.js';

/** What a row says of the findings of its tensor, or of those below its module. */
export interface Flag {
  /** Of the gravest. */
  readonly severity: Severity;
  readonly words: string;
}

const severities: readonly Severity[] = ['error', 'warning', 'information'];

const graver = (a: Severity, b: Severity): Severity =>
  severities.indexOf(a) <= severities.indexOf(b) ? a : b;

/** Flags for the rows of the tree: tensors with findings, and the modules that hold them. */
export function flagRows(roots: readonly TreeNode[], { rules }: ModelFindings): ReadonlyMap<TreeNode, Flag> {
  const ofTensors = new Map<number, Flag>();
  for (const { severity, title, tensors } of rules) {
    for (const { tensor, message } of tensors) {
      const known = ofTensors.get(tensor);
      const words = `${title}: ${message}`;
      ofTensors.set(
        tensor,
        known
          ? { severity: graver(known.severity, severity), words: `${known.words}; ${words}` }
          : { severity, words },
      );
    }
  }
  const flags = new Map<TreeNode, Flag>();
  /** Flags what is below a node and tells how many tensors that are. */
  const flag = (node: TreeNode): number => {
    if (node.tensor !== null) {
      const own = ofTensors.get(node.tensor);
      if (own) flags.set(node, own);
      return own ? 1 : 0;
    }
    const count = node.children.reduce((sum, child) => sum + flag(child), 0);
    if (count === 0) return 0;
    const severity = node.children.flatMap((child) => flags.get(child)?.severity ?? []).reduce(graver);
    flags.set(node, { severity, words: `${count} ${count === 1 ? 'tensor' : 'tensors'} with findings` });
    return count;
  };
  if (ofTensors.size > 0) roots.forEach(flag);
  return flags;
}
