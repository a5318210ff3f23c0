import { Uri, commands, window, workspace, type WebviewPanel } from 'vscode';
import { UserError } from '../commands.js';
import { modelExtensions, weightsEditors } from '../modelFiles.js';
import { panelPlace } from '../panels/panelPlace.js';
import { SpecBeside, type CheckSpec } from './besideSpec.js';
import { DifferencePanel } from './differencePanel.js';
import { findSeriesIn } from './fileSeries.js';
import { ModelComparison } from './modelComparison.js';
import type { ModelHost } from './modelHost.js';
import { ModelPanel } from './modelPanel.js';
import { nodeModelHost } from './nodeModelHost.js';

/** Model files: their editors, alone, over time and beside a spec, and what is compared with what. */
export class Models {
  readonly comparison: ModelComparison;
  private readonly host: ModelHost;
  private readonly open = new Set<ModelPanel>();
  /** Specs whose weights are being opened beside them, by the address of the weights. */
  private readonly coming = new Map<string, Uri>();
  /** Folders whose files are shown over time, by the address of the file that is being opened. */
  private readonly folders = new Map<string, Uri>();

  constructor(
    extensionUri: Uri,
    private readonly check: CheckSpec,
  ) {
    this.host = nodeModelHost(extensionUri);
    this.comparison = new ModelComparison(this.host);
  }

  /** Fills the editor of a model file. */
  show(uri: Uri, panel: WebviewPanel): void {
    const shown = new ModelPanel(panel, this.host, uri, this.folders.get(uri.toString()));
    this.folders.delete(uri.toString());
    this.open.add(shown);
    shown.onDidDispose(() => this.open.delete(shown));
    const spec = this.coming.get(uri.toString());
    this.coming.delete(uri.toString());
    if (spec) this.join(shown, spec);
  }

  /** Opens the newest of a folder's model files, and all of them over time. */
  async showOverTime(folder?: Uri): Promise<void> {
    const [chosen] = folder ? [folder] : ((await window.showOpenDialog(folderOfCheckpoints)) ?? []);
    if (!chosen) return;
    const series = await findSeriesIn(chosen);
    const newest = series?.files.at(-1)?.uri;
    if (!series || !newest)
      throw new UserError(
        'The folder has no two model files: choose one with the checkpoints of a training.',
      );
    this.folders.set(newest.toString(), chosen);
    await commands.executeCommand('vscode.openWith', newest, weightsEditors[0].viewType);
  }

  /** Opens a model file beside a spec, whose cursor it follows. */
  async showBeside(spec: Uri, model: Uri | undefined): Promise<void> {
    const uri = model ?? (await chooseModel(spec));
    if (!uri) return;
    const shown = [...this.open].find((panel) => panel.uri.toString() === uri.toString());
    if (shown) {
      shown.reveal();
      this.join(shown, spec);
      return;
    }
    this.coming.set(uri.toString(), spec);
    await commands.executeCommand('vscode.openWith', uri, weightsEditors[0].viewType, panelPlace());
  }

  restoreDifference(panel: WebviewPanel, state: unknown): void {
    DifferencePanel.restore(panel, this.host, state);
  }

  private join(shown: ModelPanel, spec: Uri): void {
    shown.followSpec((listing, onChange) => new SpecBeside(spec, shown.uri, listing, this.check, onChange));
  }
}

const folderOfCheckpoints = {
  title: 'Show Weights over Time',
  canSelectFolders: true,
  canSelectFiles: false,
};

/** Lets the user choose: what the spec starts from, model files of the workspace, or any other file. */
async function chooseModel(spec: Uri): Promise<Uri | undefined> {
  const found = await workspace.findFiles(`**/*.{${modelExtensions.join(',')}}`, '**/node_modules/**', 200);
  const near = (uri: Uri): number => (uri.path.startsWith(Uri.joinPath(spec, '..').path) ? 0 : 1);
  const other = { label: '$(folder-opened) Another file…', uri: undefined };
  const items = [
    ...found
      .sort((a, b) => near(a) - near(b) || a.path.localeCompare(b.path))
      .map((uri) => ({ label: workspace.asRelativePath(uri), uri })),
    other,
  ];
  const picked = await window.showQuickPick(items, { placeHolder: 'Which weights to show beside the spec?' });
  if (picked !== other) return picked?.uri;
  const [file] = (await window.showOpenDialog({ title: 'Weights to show beside the spec' })) ?? [];
  return file;
}
