import { EventEmitter, window, type Disposable, type TreeDataProvider, type TreeView } from 'vscode';
import type { Node } from './nodes.js';

/** What fills the view, and tells when it has changed. */
export type RunsProvider = TreeDataProvider<Node>;

/** The view is there from the start and costs nothing: what fills it is loaded when it is first looked at. */
export function createRunsView(open: (view: TreeView<Node>) => Promise<RunsProvider>): Disposable {
  const changes = new EventEmitter<Node | undefined>();
  let opened: Promise<RunsProvider> | undefined;
  const provider = (): Promise<RunsProvider> => {
    opened ??= open(view).then((runs) => {
      runs.onDidChangeTreeData?.((node) => changes.fire(node as Node | undefined));
      return runs;
    });
    return opened;
  };
  const lazy: TreeDataProvider<Node> = {
    onDidChangeTreeData: changes.event,
    getChildren: async (node) => (await provider()).getChildren(node),
    getTreeItem: async (node) => (await provider()).getTreeItem(node),
    resolveTreeItem: async (item, node, token) => (await provider()).resolveTreeItem?.(item, node, token),
  };
  const view: TreeView<Node> = window.createTreeView('netweight.runs', {
    treeDataProvider: lazy,
    canSelectMany: true,
    showCollapseAll: true,
  });
  return { dispose: () => (view.dispose(), changes.dispose()) };
}
