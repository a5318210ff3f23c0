/** Activation: registers the commands and waits for a spec; everything heavy is loaded when it is first needed. */
import type { ExtensionContext } from 'vscode';
import { commands as host, window, workspace, type Uri, type WebviewPanel } from 'vscode';
import { commands } from './commandList.js';
import { weightsEditors } from './modelFiles.js';
import { createRunsView } from './runsView/createRunsView.js';
import { panelTypes } from './panelTypes.js';
import { followActiveSpec, isSpec } from './specDocuments.js';
import type { Features } from './features.js';

let features: Promise<Features> | undefined;

export function activate(context: ExtensionContext): { features: () => Promise<Features> } {
  const load = (): Promise<Features> => {
    features ??= import('./features.js').then(({ Features }) => {
      const loaded = new Features(context);
      context.subscriptions.push(loaded);
      return loaded;
    });
    return features;
  };
  const editor = {
    openCustomDocument: (uri: Uri) => ({ uri, dispose: () => undefined }),
    resolveCustomEditor: async ({ uri }: { readonly uri: Uri }, panel: WebviewPanel) =>
      (await load()).models.show(uri, panel),
  };
  context.subscriptions.push(
    ...weightsEditors.map(({ viewType }) =>
      window.registerCustomEditorProvider(viewType, editor, { supportsMultipleEditorsPerDocument: true }),
    ),
    createRunsView(async (view) => (await load()).openRuns(view)),
    ...commands.map(({ id }) =>
      host.registerCommand(id, async (...args: unknown[]) => (await load()).command(id, args)),
    ),
    followActiveSpec(),
    workspace.onDidOpenTextDocument((document) => {
      if (isSpec(document)) void load();
    }),
    ...panelTypes.map((type) =>
      window.registerWebviewPanelSerializer(type, {
        deserializeWebviewPanel: async (panel: WebviewPanel, state: unknown) =>
          (await load()).restorePanel(panel, state),
      }),
    ),
  );
  // Not within activation, which others wait for.
  if (workspace.textDocuments.some(isSpec)) setImmediate(() => void load());
  return { features: load };
}

/** VS Code waits a few seconds: enough for every training to write its checkpoint. */
export async function deactivate(): Promise<void> {
  await (await features)?.stopAll();
}
