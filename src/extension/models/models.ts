import { TabInputCustom, Uri, commands, window, workspace, type Disposable, type WebviewPanel } from 'vscode';
import { UserError } from '../commands.js';
import { modelExtensions, weightsEditors } from '../contributions.js';
import type { CheckSpec } from './besideSpec.js';
import { panelPlace } from '../panels/panelPlace.js';
import type { ComparedModel } from './comparedModel.js';
import { DifferencePanel } from './differencePanel.js';
import { findSeriesIn, type FileSeries } from './fileSeries.js';
import { ModelPanel } from './modelPanel.js';

/** Model files: their editors, and what is compared with what. */
export class Models implements Disposable {
  private selected: Uri | undefined;

  private readonly open = new Set<ModelPanel>();
  /** Specs whose weights are being opened beside them, by the address of the weights. */
  private readonly coming = new Map<string, Uri>();
  /** What files that are being opened are part of, by their addresses. */
  private readonly series = new Map<string, FileSeries>();

  constructor(
    private readonly extensionUri: Uri,
    private readonly check: CheckSpec,
  ) {}

  /** Fills the editor of a model file. */
  show(uri: Uri, panel: WebviewPanel): void {
    const shown = new ModelPanel(panel, this.extensionUri, uri, this.check, this.series.get(uri.toString()));
    this.series.delete(uri.toString());
    this.open.add(shown);
    shown.onDidDispose(() => this.open.delete(shown));
    const spec = this.coming.get(uri.toString());
    this.coming.delete(uri.toString());
    if (spec) shown.followSpec(spec);
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
    this.series.set(newest.toString(), series);
    await commands.executeCommand('vscode.openWith', newest, weightsEditors[0].viewType);
  }

  /** Opens a model file beside a spec, whose cursor it follows. */
  async showBeside(spec: Uri, model: Uri | undefined): Promise<void> {
    const uri = model ?? (await chooseModel(spec));
    if (!uri) return;
    const shown = [...this.open].find((panel) => panel.uri.toString() === uri.toString());
    if (shown) {
      shown.reveal();
      shown.followSpec(spec);
      return;
    }
    this.coming.set(uri.toString(), spec);
    await commands.executeCommand('vscode.openWith', uri, weightsEditors[0].viewType, panelPlace());
  }

  restoreDifference(panel: WebviewPanel, state: unknown): void {
    DifferencePanel.restore(panel, this.extensionUri, state);
  }

  /** Remembers a file for the comparison that follows. */
  async selectForCompare(resource?: Uri): Promise<void> {
    this.selected = modelOf(resource);
    await commands.executeCommand('setContext', 'netweight.comparing', true);
  }

  /** Compares the file that was selected first with this one. */
  compareWithSelected(resource?: Uri): void {
    if (!this.selected)
      throw new UserError(
        'First select a model file: "Select for Compare Weights" in its menu in the explorer.',
      );
    const after = modelOf(resource);
    if (after.toString() === this.selected.toString())
      throw new UserError('A file has no difference to itself: choose another one.');
    this.compare({ uri: this.selected, isHead: false }, { uri: after, isHead: false });
  }

  compareWithHead(resource?: Uri): void {
    const uri = modelOf(resource);
    if (uri.scheme !== 'file') throw new UserError('Git knows files on the disk alone.');
    this.compare({ uri, isHead: true }, { uri, isHead: false });
  }

  dispose(): void {
    this.selected = undefined;
  }

  private compare(before: ComparedModel, after: ComparedModel): void {
    DifferencePanel.open(this.extensionUri, [before, after]);
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

/** The file that a command was called on, else the one whose editor is in front. */
function modelOf(resource: Uri | undefined): Uri {
  const input = window.tabGroups.activeTabGroup.activeTab?.input;
  const uri = resource ?? (input instanceof TabInputCustom ? input.uri : undefined);
  if (!uri) throw new UserError('Open a model file first, or choose one in the explorer.');
  return uri;
}
