/** What a command was called on: a file, a line of a view, a lens, or nothing but the editor that is seen. */
import { TabInputCustom, Uri, window } from 'vscode';
import { isSpec } from './specDocuments.js';

/** A run that a lens or a view speaks of. */
export interface RunTarget {
  readonly directory: string;
  /** The layer that a lens stands above. */
  readonly layer?: string;
}

/** The spec of a file in a menu, or of a line in the view. */
export function resourceOf(target: unknown): Uri | undefined {
  if (target instanceof Uri) return target;
  const isSpecNode = typeof target === 'object' && target !== null && 'specPath' in target;
  return isSpecNode ? Uri.file(String(target.specPath)) : undefined;
}

/** Of a line in the view, a lens, or a plain path. */
export function runOf(target: unknown): RunTarget | undefined {
  if (typeof target === 'string') return { directory: target };
  if (typeof target !== 'object' || target === null || !('directory' in target)) return undefined;
  if (typeof target.directory !== 'string') return undefined;
  const layer = 'layer' in target && typeof target.layer === 'string' ? { layer: target.layer } : {};
  return { directory: target.directory, ...layer };
}

/** The spec that is worked on: in the active editor, else in one that is seen. */
export function activeSpec(): Uri | undefined {
  const documents = [window.activeTextEditor, ...window.visibleTextEditors].map((editor) => editor?.document);
  return documents.find((document) => document !== undefined && isSpec(document))?.uri;
}

/** The model file whose editor is in front. */
export function activeModel(): Uri | undefined {
  const input = window.tabGroups.activeTabGroup.activeTab?.input;
  return input instanceof TabInputCustom ? input.uri : undefined;
}
