import type { Uri } from 'vscode';
import {
  Selection,
  TextEditorRevealType,
  ViewColumn,
  window,
  workspace,
  type Disposable,
  type WebviewPanel,
} from 'vscode';
import type { RunPanelCalls } from '../../protocol/runPanel.js';
import { parseSpec } from '../../spec/parse.js';
import { locate } from '../../spec/positions.js';
import { UserError } from '../commands.js';
import { makeEdit } from '../problems/quickFixes.js';
import { rangeAt, readSpec, specName } from '../specDocuments.js';
import { RunFolderReader } from '../runsView/runFolders.js';
import { runLabel } from '../runsView/runWords.js';
import { thisHost, type StoredRuns } from '../trainings/storedRuns.js';
import type { FixToTry } from '../fixes/fixAndTrain.js';
import type { Trainings } from '../trainings/trainings.js';
import { openSource } from './openSource.js';
import { RunPanel, type RunPanelActions } from './runPanel.js';
import type { RunSource } from './runSource.js';

/** The open run panels, one a run at most. */
export class RunPanels implements Disposable {
  private readonly open = new Map<string, RunPanel>();
  private readonly actions: RunPanelActions;
  private readonly stored: StoredRuns;
  private readonly folders = new RunFolderReader(thisHost);

  constructor(
    private readonly extensionUri: Uri,
    private readonly trainings: Trainings,
    {
      fixAndTrain,
      stored,
      ...runs
    }: Pick<RunPanelActions, 'resume' | 'trainAgain' | 'explain' | 'inspector'> & {
      readonly fixAndTrain: (fix: FixToTry) => Promise<void>;
      readonly stored: StoredRuns;
    },
  ) {
    this.stored = stored;
    this.actions = {
      ...runs,
      reveal: revealPath,
      applyFix,
      fixAndTrain: async (source, chosen) => fixAndTrain(await findFix(source, chosen)),
      openSource,
    };
  }

  /** The run whose panel is in front. */
  get active(): string | undefined {
    return [...this.open.values()].find((panel) => panel.isActive)?.directory;
  }

  /**
   * Opens the run's panel beside, or brings it to the front with what it is now; chooses a layer there. Where another
   * run of the same spec is open, the tab says which one this is.
   */
  async show(source: RunSource, layer?: string): Promise<void> {
    let panel = this.open.get(source.directory);
    if (panel) {
      panel.reveal();
      await panel.setSource(source);
    } else {
      const title = `Run: ${specName(source.spec)}`;
      const isAnother = [...this.open.values()].some(({ spec }) => spec.fsPath === source.spec.fsPath);
      panel = RunPanel.open(this.extensionUri, source, title, this.actions);
      this.add(panel);
      if (isAnother) await this.tellApart(panel, title);
    }
    if (layer !== undefined) panel.chooseLayer(layer);
  }

  /** Closes the panels of runs that are no more. */
  close(directories: readonly string[]): void {
    for (const directory of directories) this.open.get(directory)?.close();
  }

  /** A training ended: its panel shows what lies on disk from here on. */
  async settle(directory: string): Promise<void> {
    const panel = this.open.get(directory);
    if (panel && directory !== '') await panel.setSource(await this.stored.open(directory));
  }

  /** A panel of an earlier window comes back with its run as it is now. */
  async restore(panel: WebviewPanel, state: unknown): Promise<void> {
    const directory = directoryOf(state);
    try {
      if (directory === undefined) throw new UserError('The panel does not know its run any more.');
      const source = this.trainings.inDirectory(directory) ?? (await this.stored.open(directory));
      this.add(new RunPanel(panel, this.extensionUri, source, this.actions));
    } catch (error) {
      panel.dispose();
      throw error;
    }
  }

  dispose(): void {
    this.open.clear();
  }

  /** Says in the tab which of a spec's runs it shows. */
  private async tellApart(panel: RunPanel, title: string): Promise<void> {
    const run = await this.folders.open(panel.directory);
    const isStillOpen = this.open.get(panel.directory) === panel;
    if (isStillOpen) panel.title = `${title} · ${runLabel(run, Date.now())}`;
  }

  private add(panel: RunPanel): void {
    const { directory } = panel;
    this.open.set(directory, panel);
    panel.onDidDispose(() => this.open.delete(directory));
  }
}

/** What a panel keeps across reloads; anything may stand there. */
function directoryOf(state: unknown): string | undefined {
  if (typeof state !== 'object' || state === null || !('directory' in state)) return undefined;
  return typeof state.directory === 'string' ? state.directory : undefined;
}

async function revealPath(source: RunSource, path: readonly (string | number)[]): Promise<void> {
  const document = await readSpec(source.spec);
  const { offset, length } = locate(parseSpec(document.getText()).positions, path);
  const visible = window.visibleTextEditors.find((editor) => editor.document === document);
  const editor = await window.showTextDocument(document, visible?.viewColumn ?? ViewColumn.One);
  const range = rangeAt(document, offset, length);
  editor.selection = new Selection(range.start, range.start);
  editor.revealRange(range, TextEditorRevealType.InCenterIfOutsideViewport);
}

/** The fix that a panel's button means. */
async function findFix(
  source: RunSource,
  { code, layer, fix: index }: RunPanelCalls['applyFix']['args'],
): Promise<FixToTry> {
  const { findings } = await source.snapshot();
  const finding = findings.find((one) => one.code === code && one.layer === layer);
  const fix = finding?.fixes[index];
  if (!finding || !fix) throw new UserError('This fix is not offered any more.');
  return { spec: source.spec, finding, fix };
}

async function applyFix(source: RunSource, fix: RunPanelCalls['applyFix']['args']): Promise<void> {
  const { fix: chosen } = await findFix(source, fix);
  const document = await readSpec(source.spec);
  const edit = makeEdit(document, chosen);
  if (!edit || !(await workspace.applyEdit(edit))) {
    throw new UserError('The spec has changed too much for this fix; train again for a new one.');
  }
  await revealPath(source, chosen.edits[0]?.path ?? []);
}
