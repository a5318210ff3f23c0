import { Uri, workspace, type Disposable, type WebviewPanel } from 'vscode';
import { createPeer, type Peer } from '../../protocol/peer.js';
import type { ModelPanelCalls, ModelPanelEvents, ModelSnapshot } from '../../protocol/modelPanel.js';
import { ModelReader } from '../../worker/modelReader.js';
import { UserError } from '../commands.js';
import { makePage } from '../panels/page.js';
import { saveChart } from '../weights/saveChart.js';
import { answerModels } from './answerModels.js';
import { explainFailure, findModel } from './findModel.js';

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

  constructor(
    private readonly panel: WebviewPanel,
    extensionUri: Uri,
    private readonly uri: Uri,
  ) {
    const { webview } = panel;
    webview.options = { enableScripts: true, localResourceRoots: [extensionUri] };
    const entry = Uri.joinPath(extensionUri, 'dist/inspector.js').fsPath;
    this.reader = new ModelReader(entry, [findModel(uri)]);
    this.peer = createPeer(
      {
        post: (message) => void webview.postMessage(message),
        onMessage: (listener) => void webview.onDidReceiveMessage(listener),
      },
      {
        ready: () => this.snapshot(),
        saveChart: (chart) => saveChart(uri, chart).then(() => null),
        ...answerModels(this.reader),
      },
    );
    const watcher = workspace.createFileSystemWatcher(uri.fsPath);
    this.disposables = [
      watcher,
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
    this.peer.dispose();
    this.reader.reset();
    for (const disposable of this.disposables) disposable.dispose();
  }

  private get fileName(): string {
    return this.uri.path.split('/').at(-1) ?? '';
  }

  private async snapshot(): Promise<ModelSnapshot> {
    try {
      const listing = await this.reader.open(0);
      return { uri: this.uri.toString(), fileName: this.fileName, listing };
    } catch (error) {
      throw new UserError(explainFailure(error, this.fileName));
    }
  }

  private reloadSoon(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.reader.reset('The file has changed.');
      if (!this.panel.visible) return;
      this.snapshot().then(
        (snapshot) => this.peer.emit('snapshot', snapshot),
        (error: unknown) => this.peer.emit('failure', { message: (error as Error).message }),
      );
    }, restMs);
  }
}
