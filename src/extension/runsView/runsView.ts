import { readFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import {
  EventEmitter,
  ThemeColor,
  ThemeIcon,
  TreeItem,
  TreeItemCollapsibleState,
  Uri,
  workspace,
  type Disposable,
  type TreeDataProvider,
  type TreeView,
} from 'vscode';
import { formatCount } from '../../display/numbers.js';
import { formatBytes } from '../../display/units.js';
import { nodeFileSystem } from '../../runs/node.js';
import { RunReader } from '../../runs/reader.js';
import { describeChanges } from '../../spec/changes.js';
import { thisHost } from '../trainings/storedRuns.js';
import type { Trainings } from '../trainings/trainings.js';
import {
  runNodes,
  specCopyOf,
  specNodes,
  type DetailNode,
  type MoreNode,
  type Node,
  type RunNode,
  type SpecNode,
} from './nodes.js';
import { findRunParents, findSpecs } from './findRuns.js';
import { measureFolder, RunFolderReader, type RunFolder } from './runFolders.js';
import { describeRunAtLength } from './runTooltip.js';
import { contextOf, describeRun, isOn, runLabel, statusLook } from './runWords.js';
import { FolderWatches } from './watchFolders.js';

/** So many runs of a spec are listed at first, and more at a time on demand. */
const page = 50;
/** Rows of what trains move at most this often. */
const progressMs = 1000;

/** The runs of the workspace by spec. Nothing is read or watched before somebody looks. */
export class RunsView implements TreeDataProvider<Node>, Disposable {
  private readonly changes = new EventEmitter<Node | undefined>();
  readonly onDidChangeTreeData = this.changes.event;
  private readonly reader = new RunFolderReader(thisHost);
  private readonly watches = new FolderWatches(() => this.refresh());
  private readonly subscriptions: Disposable[];
  private readonly shown = new Map<string, number>();
  private readonly changeWords = new Map<string, Promise<readonly string[]>>();
  private specFolders: readonly string[] = [];
  private listed: readonly SpecNode[] = [];
  private selected: readonly Node[] = [];
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly view: TreeView<Node>,
    private readonly trainings: Trainings,
  ) {
    const specFiles = workspace.createFileSystemWatcher('**/*.nn.json', false, true, false);
    this.subscriptions = [
      specFiles,
      specFiles.onDidCreate(() => this.refresh()),
      specFiles.onDidDelete(() => this.refresh()),
      workspace.onDidChangeWorkspaceFolders(() => this.refresh()),
      view.onDidChangeVisibility(({ visible }) => (visible ? this.refresh() : this.watches.set([], []))),
      // Kept here: the view itself forgets what is chosen while it is filled anew.
      view.onDidChangeSelection(({ selection }) => (this.selected = selection)),
      trainings.onDidChange(() => this.announceProgress()),
    ];
  }

  refresh(): void {
    if (this.view.visible) this.changes.fire(undefined);
  }

  /** Lists more of a spec's runs. */
  showMore({ specPath }: MoreNode): void {
    this.shown.set(specPath, (this.shown.get(specPath) ?? page) + page);
    this.changes.fire(undefined);
  }

  /** The runs that are chosen in the view. */
  get chosen(): readonly Node[] {
    return this.selected;
  }

  async getChildren(node?: Node): Promise<Node[]> {
    if (!node) return this.listSpecs();
    if (node.kind === 'spec') return runNodes(node);
    if (node.kind === 'run') return this.detailsOf(node);
    return [];
  }

  getParent(): undefined {
    return undefined;
  }

  async getTreeItem(node: Node): Promise<TreeItem> {
    switch (node.kind) {
      case 'spec':
        return specItem(node);
      case 'run':
        return this.runItem(node);
      case 'detail':
        return detailItem(node);
      case 'more':
        return moreItem(node);
    }
  }

  async resolveTreeItem(item: TreeItem, node: Node): Promise<TreeItem> {
    if (node.kind !== 'run') return item;
    const [changes, size] = await Promise.all([this.changesOf(node), measureFolder(node.directory)]);
    item.tooltip = describeRunAtLength(node.run, changes, size);
    return item;
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.watches.dispose();
    for (const subscription of this.subscriptions) subscription.dispose();
    this.changes.dispose();
  }

  private async listSpecs(): Promise<SpecNode[]> {
    const specs = await findSpecs();
    this.specFolders = [...new Set([...specs.map(dirname), ...(await findRunParents())])];
    const runs = (await Promise.all(this.specFolders.map((folder) => this.reader.list(folder)))).flat();
    const live = runs.map((run) => this.withState(run));
    this.listed = specNodes(specs, live, (spec) => this.shown.get(spec) ?? page);
    this.watch();
    return [...this.listed];
  }

  /** A run that is paused here is running to everybody else. */
  private withState(run: RunFolder): RunFolder {
    const training = this.trainings.inDirectory(run.directory)?.run;
    return training?.state === 'paused' || training?.state === 'running'
      ? { ...run, status: training.state }
      : run;
  }

  private watch(): void {
    if (!this.view.visible) return;
    const folders = this.listed.flatMap((spec) =>
      spec.runs.slice(0, spec.shown).map(({ directory }) => directory),
    );
    this.watches.set(this.specFolders, folders);
  }

  private async runItem(node: RunNode): Promise<TreeItem> {
    const { run } = node;
    const progress = this.trainings.inDirectory(run.directory)?.run?.progress ?? null;
    const label = runLabel(run, Date.now());
    const item = new TreeItem(label, TreeItemCollapsibleState.Collapsed);
    const { icon, color, words } = statusLook(run.status);
    item.id = run.directory;
    item.iconPath = new ThemeIcon(icon, new ThemeColor(color));
    item.description = describeRun(run, progress, await this.changesOf(node));
    item.contextValue = contextOf(run);
    item.accessibilityInformation = { label: `${label}, ${words}, ${item.description}` };
    if (run.record) item.command = { command: 'netweight.showRun', title: 'Show Run', arguments: [node] };
    return item;
  }

  /** What changed in the spec against the run before; its text is read only where its checksum differs. */
  private changesOf({ run, before }: RunNode): Promise<readonly string[]> {
    if (!run.record || !before?.record || run.record.specSha256 === before.record.specSha256)
      return Promise.resolve([]);
    const key = `${run.directory}\n${before.directory}`;
    let words = this.changeWords.get(key);
    if (!words) {
      words = Promise.all([before, run].map(({ directory }) => readFile(specCopyOf(directory), 'utf8'))).then(
        ([old = '', now = '']) => describeChanges(old, now),
        () => [],
      );
      this.changeWords.set(key, words);
    }
    return words;
  }

  private async detailsOf(node: RunNode): Promise<DetailNode[]> {
    const { directory, run } = node;
    const detail = (label: string, icon: string, rest: Partial<DetailNode> = {}): DetailNode => ({
      kind: 'detail',
      id: `${directory}/${icon}/${label}`,
      label,
      icon,
      directory,
      ...rest,
    });
    const size = await measureFolder(directory);
    const disk = detail(formatBytes(size.bytes), 'database', {
      id: `${directory}/size`,
      description: `${formatCount(size.checkpoints)} ${size.checkpoints === 1 ? 'checkpoint' : 'checkpoints'}`,
      ...(size.checkpoints > 1 && !isOn(run.status) && run.record?.best
        ? { contextValue: 'checkpoints' }
        : {}),
    });
    if (run.damage !== null) return [detail(run.damage, 'question', { tooltip: directory }), disk];
    const changes = await this.changesOf(node);
    const findings = await new RunReader(nodeFileSystem, directory).readFindings();
    const icons = { error: 'error', warning: 'warning', information: 'info' } as const;
    return [
      ...changes.map((change) => detail(change, 'diff-modified')),
      ...findings.map(({ code, layer, severity, message }) =>
        detail(code, icons[severity], {
          id: `${directory}/${code}/${layer ?? ''}`,
          description: layer ?? '',
          tooltip: message,
        }),
      ),
      ...(run.record?.error ? [detail(run.record.error, 'error')] : []),
      disk,
    ];
  }

  /** The rows of what trains move once a second; a training that began or ended lists all anew. */
  private announceProgress(): void {
    if (!this.view.visible) return;
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      const listedOn = this.listed.flatMap(({ runs }) => runs.filter(({ status }) => isOn(status)));
      const training = this.trainings.all.filter(({ directory }) => directory !== '');
      const isSame =
        listedOn.length === training.length &&
        training.every(({ run, directory }) =>
          listedOn.some((shown) => shown.directory === directory && shown.status === run?.state),
        );
      if (!isSame) return this.refresh();
      for (const node of this.listed.flatMap(runNodes))
        if (node.kind === 'run' && isOn(node.run.status)) this.changes.fire(node);
    }, progressMs);
  }
}

function specItem({ specPath, runs }: SpecNode): TreeItem {
  const uri = Uri.file(specPath);
  const item = new TreeItem(basename(specPath).replace(/\.nn\.json$/, ''), TreeItemCollapsibleState.Expanded);
  // VS Code remembers by id whether a line was open: one without runs could not be, and must not stay so.
  item.id = runs.length === 0 ? `${specPath}/untrained` : specPath;
  item.iconPath = new ThemeIcon('circuit-board');
  const folder = workspace.asRelativePath(Uri.file(dirname(specPath)));
  const count =
    runs.length === 0
      ? 'not trained yet'
      : `${formatCount(runs.length)} ${runs.length === 1 ? 'run' : 'runs'}`;
  const isRoot =
    workspace.workspaceFolders?.some(({ uri: root }) => root.fsPath === dirname(specPath)) ?? false;
  item.description = isRoot ? count : `${folder} · ${count}`;
  item.tooltip = specPath;
  item.contextValue = 'spec';
  item.accessibilityInformation = { label: `${basename(specPath)}, ${item.description}` };
  if (runs.length === 0) {
    item.collapsibleState = TreeItemCollapsibleState.None;
    item.command = { command: 'vscode.open', title: 'Open Spec', arguments: [uri] };
  }
  return item;
}

function detailItem({ id, label, icon, description, tooltip, contextValue }: DetailNode): TreeItem {
  const item = new TreeItem(label, TreeItemCollapsibleState.None);
  item.id = id;
  item.iconPath = new ThemeIcon(icon);
  if (description !== undefined) item.description = description;
  item.tooltip = tooltip ?? label;
  if (contextValue !== undefined) item.contextValue = contextValue;
  return item;
}

function moreItem(node: MoreNode): TreeItem {
  const item = new TreeItem(
    `Show ${formatCount(Math.min(page, node.left))} more`,
    TreeItemCollapsibleState.None,
  );
  item.id = `${node.specPath}/more`;
  item.description = `${formatCount(node.left)} older runs`;
  item.iconPath = new ThemeIcon('ellipsis');
  item.command = { command: 'netweight.showMoreRuns', title: 'Show More', arguments: [node] };
  return item;
}
