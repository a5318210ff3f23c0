import { EventEmitter, Uri, window, type Disposable, type WebviewPanel } from 'vscode';
import { createPeer, type Peer } from '../../protocol/peer.js';
import type { ComparePanelCalls, ComparePanelEvents } from '../../protocol/comparePanel.js';
import { UserError } from '../commands.js';
import { makePage } from '../panels/page.js';
import { panelPlace } from '../panels/panelPlace.js';
import { webviewPort } from '../panels/webviewPort.js';
import { comparePanelType } from '../panelTypes.js';
import { FolderWatches } from '../runsView/watchFolders.js';
import { Throttle } from '../throttle.js';
import { saveChart } from '../weights/saveChart.js';
import { readComparison, type ComparisonSources } from './readComparison.js';

type HostPeer = Peer<
  { calls: ComparePanelCalls; events: ComparePanelEvents },
  { calls: Record<never, never>; events: Record<never, never> }
>;

/** A comparison follows what trains or changes at most this often. */
const updateMs = 1000;

export interface ComparePanelInput extends ComparisonSources {
  readonly extensionUri: Uri;
  readonly directories: readonly string[];
  readonly showRun: (directory: string) => Promise<void>;
}

/** Runs beside each other. It keeps nothing but their folders: what it shows is read anew whenever it appears. */
export class ComparePanel implements Disposable {
  private readonly peer: HostPeer;
  private readonly subscriptions: Disposable[];
  private readonly disposed = new EventEmitter<void>();
  readonly onDidDispose = this.disposed.event;
  private readonly updates = new Throttle(updateMs, () => {
    if (this.panel.visible) void this.read().then((comparison) => this.peer.emit('comparison', comparison));
  });

  constructor(
    private readonly panel: WebviewPanel,
    private readonly input: ComparePanelInput,
  ) {
    const { webview } = panel;
    const { extensionUri, directories, trainings } = input;
    webview.options = { enableScripts: true, localResourceRoots: [extensionUri] };
    this.peer = createPeer(webviewPort(webview), {
      ready: () => this.read(),
      showRun: ({ directory }) => this.showRun(directory),
      saveChart: async (chart) => {
        // Beside the spec, where charts of its runs are saved too.
        await saveChart(Uri.file(`${directories[0] ?? ''}/../../..`), chart);
        return null;
      },
    });
    const watches = new FolderWatches(() => this.updates.ask());
    watches.set([], directories);
    this.subscriptions = [
      watches,
      trainings.onDidChange(({ directory }) => {
        if (directories.includes(directory)) this.updates.ask();
      }),
      panel.onDidDispose(() => this.dispose()),
    ];
    webview.html = makePage(webview, extensionUri, 'compare', panel.title);
  }

  static open(input: ComparePanelInput): ComparePanel {
    return new ComparePanel(
      window.createWebviewPanel(comparePanelType, 'Compare Runs', panelPlace(), {
        retainContextWhenHidden: false,
      }),
      input,
    );
  }

  reveal(): void {
    this.panel.reveal();
  }

  dispose(): void {
    this.updates.dispose();
    for (const subscription of this.subscriptions) subscription.dispose();
    this.peer.dispose();
    this.disposed.fire();
    this.disposed.dispose();
  }

  private read(): ReturnType<typeof readComparison> {
    return readComparison(this.input.directories, this.input);
  }

  /** What a page asks for is checked: only the runs that it compares are opened. */
  private async showRun(directory: string): Promise<null> {
    if (!this.input.directories.includes(directory)) throw new UserError('This run is not compared here.');
    await this.input.showRun(directory);
    return null;
  }
}
