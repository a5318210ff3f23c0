import { EventEmitter, workspace, type Uri, type Disposable, type WebviewPanel } from 'vscode';
import type { ModelListing } from '../../protocol/models.js';
import { createPeer, type Peer } from '../../protocol/peer.js';
import type { ModelPanelCalls, ModelPanelEvents, ModelSnapshot } from '../../protocol/modelPanel.js';
import { ModelReader } from '../../worker/modelReader.js';
import { reportFailure, UserError } from '../commands.js';
import { openSource } from '../panels/openSource.js';
import { makePage } from '../panels/page.js';
import { webviewPort } from '../panels/webviewPort.js';
import { saveChart } from '../weights/saveChart.js';
import { answerModels } from './answerModels.js';
import type { SpecBeside } from './besideSpec.js';
import { findSeriesIn } from './fileSeries.js';
import { checkKey } from './checkModelRequest.js';
import { explainFailure, findModel } from './findModel.js';
import type { ModelHost } from './modelHost.js';
import { OpenSeries } from './openSeries.js';
import { saveValues } from './saveValues.js';

type HostPeer = Peer<
  { calls: ModelPanelCalls; events: ModelPanelEvents },
  { calls: Record<never, never>; events: Record<never, never> }
>;

/** So long after a file changed, in ms, it is read anew: whoever writes it may not be done. */
const restMs = 400;

/** One model file's editor. It keeps nothing: what it shows is asked of the file whenever it appears. */
export class ModelPanel implements Disposable {
  private readonly peer: HostPeer;
  private readonly reader: ModelReader;
  private readonly disposables: Disposable[];
  private timer: NodeJS.Timeout | undefined;
  private beside: SpecBeside | null = null;
  private readonly series: OpenSeries;
  private readonly disposed = new EventEmitter<void>();
  readonly onDidDispose = this.disposed.event;

  constructor(
    private readonly panel: WebviewPanel,
    host: ModelHost,
    readonly uri: Uri,
    /** Whose files it is shown among, where the user chose one. */
    folder?: Uri,
  ) {
    const { webview } = panel;
    const { extensionUri } = host;
    webview.options = { enableScripts: true, localResourceRoots: [extensionUri] };
    this.reader = new ModelReader(host.start, [findModel(host, uri)]);
    this.series = new OpenSeries(
      host,
      this.reader,
      uri,
      (series) => {
        if (panel.visible) this.peer.emit('series', series);
      },
      folder && (() => findSeriesIn(folder)),
    );
    this.peer = createPeer(webviewPort(webview), {
      ready: () => this.snapshot(),
      usePretrained: async () => {
        await this.beside?.usePretrained();
        return null;
      },
      saveValues: async (key) => {
        const checked = checkKey(key);
        const { tensors } = await this.reader.open(0);
        await saveValues(host, this.reader, uri, tensors[checked.tensor]?.name ?? 'values', checked);
        return null;
      },
      saveChart: (chart) => saveChart(uri, chart).then(() => null),
      openSource: ({ url }) => openSource(String(url)).then(() => null),
      ...answerModels(() => this.reader),
    });
    const watcher = workspace.createFileSystemWatcher(uri.fsPath);
    this.disposables = [
      watcher,
      this.series,
      watcher.onDidChange(() => this.reloadSoon()),
      watcher.onDidCreate(() => this.reloadSoon()),
      watcher.onDidDelete(() => this.reloadSoon()),
      panel.onDidDispose(() => this.dispose()),
      panel.onDidChangeViewState(() => {
        if (!panel.visible) this.reader.leave();
      }),
    ];
    webview.html = makePage(webview, extensionUri, 'model', panel.title);
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.beside?.dispose();
    this.disposed.fire();
    this.peer.dispose();
    this.reader.reset();
    for (const disposable of this.disposables) disposable.dispose();
  }

  /** Follows the cursor of the spec that `join` joins to the file, from here on. */
  followSpec(join: (listing: () => Promise<ModelListing>, onChange: () => void) => SpecBeside): void {
    this.beside?.dispose();
    const beside = join(
      () => this.reader.open(0),
      () => void this.tellBeside(),
    );
    this.beside = beside;
    beside.refresh().catch((error: unknown) => reportFailure('Show Weights Beside', error));
  }

  reveal(): void {
    this.panel.reveal(undefined, true);
  }

  private async tellBeside(): Promise<void> {
    if (this.panel.visible && this.beside) this.peer.emit('beside', await this.beside.describe());
  }

  private get fileName(): string {
    return this.uri.path.split('/').at(-1) ?? '';
  }

  private async snapshot(): Promise<ModelSnapshot> {
    try {
      const listing = await this.reader.open(0);
      void this.series.look();
      return {
        uri: this.uri.toString(),
        fileName: this.fileName,
        listing,
        beside: (await this.beside?.describe()) ?? null,
        series: this.series.found,
      };
    } catch (error) {
      throw new UserError(explainFailure(error, this.fileName));
    }
  }

  private reloadSoon(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.reader.reset('The file has changed.');
      this.series.forget();
      if (!this.panel.visible) return;
      this.snapshot().then(
        (snapshot) => this.peer.emit('snapshot', snapshot),
        (error: unknown) => this.peer.emit('failure', { message: (error as Error).message }),
      );
    }, restMs);
  }
}
