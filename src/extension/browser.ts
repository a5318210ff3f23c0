/** The entry in a browser's extension host, where there is no Node: shows and compares model files, and nothing else. */
import { commands as host, window, type ExtensionContext, type Uri, type WebviewPanel } from 'vscode';
import { runCommand, UserError } from './commands.js';
import { commands, type BrowserCommandId, type CommandId } from './commandList.js';
import { weightsEditors } from './modelFiles.js';
import { browserModelHost } from './models/browserModelHost.js';
import { DifferencePanel } from './models/differencePanel.js';
import { ModelComparison } from './models/modelComparison.js';
import { ModelPanel } from './models/modelPanel.js';
import { differencePanelType } from './panelTypes.js';

export function activate({ extensionUri, subscriptions }: ExtensionContext): void {
  let loaded: ReturnType<typeof browserModelHost> | undefined;
  const models = () => (loaded ??= browserModelHost(extensionUri));
  let comparison: ModelComparison | undefined;
  const compared = async () => (comparison ??= new ModelComparison(await models()));

  const answers: Readonly<Record<BrowserCommandId, (resource?: Uri) => Promise<void>>> = {
    'netweight.selectForCompare': async (resource) => (await compared()).select(resource),
    'netweight.compareWithSelected': async (resource) => (await compared()).compareWithSelected(resource),
  };
  const isAnswered = (id: CommandId): id is BrowserCommandId => id in answers;

  const editor = {
    openCustomDocument: (uri: Uri) => ({ uri, dispose: () => undefined }),
    resolveCustomEditor: async ({ uri }: { readonly uri: Uri }, panel: WebviewPanel) =>
      void new ModelPanel(panel, await models(), uri),
  };
  subscriptions.push(
    ...weightsEditors.map(({ viewType }) =>
      window.registerCustomEditorProvider(viewType, editor, { supportsMultipleEditorsPerDocument: true }),
    ),
    ...commands.map(({ id, title }) =>
      host.registerCommand(id, (resource?: Uri) =>
        runCommand(id, async () => {
          if (!isAnswered(id)) throw notHere(title);
          await answers[id](resource);
        }),
      ),
    ),
    window.registerWebviewPanelSerializer(differencePanelType, {
      deserializeWebviewPanel: async (panel: WebviewPanel, state: unknown) =>
        DifferencePanel.restore(panel, await models(), state),
    }),
  );
}

const notHere = (title: string): UserError =>
  new UserError(`"${title.replace('…', '')}" takes VS Code on a desktop or connected to a server.`);
