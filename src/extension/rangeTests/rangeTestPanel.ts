import { EventEmitter, window, type Disposable, type Uri, type WebviewPanel } from 'vscode';
import { createPeer, type Peer } from '../../protocol/peer.js';
import type { RangeTestCalls, RangeTestEvents } from '../../protocol/rangeTest.js';
import { makePage } from '../panels/page.js';
import { panelPlace } from '../panels/panelPlace.js';
import { webviewPort } from '../panels/webviewPort.js';
import { rangeTestPanelType } from '../panelTypes.js';
import { specName } from '../specDocuments.js';
import { Throttle } from '../throttle.js';
import { saveChart } from '../weights/saveChart.js';
import type { RangeTestSource } from './rangeTestSource.js';

export interface RangeTestActions {
  again(spec: Uri): Promise<void>;
  applyRate(spec: Uri): Promise<void>;
}

type HostPeer = Peer<
  { calls: RangeTestCalls; events: RangeTestEvents },
  { calls: Record<never, never>; events: Record<never, never> }
>;

/** The least time between two messages. */
const pauseMs = 100;

/** The panel of a spec's range test, beside it. It keeps nothing: a hidden one asks anew when it comes back. */
export class RangeTestPanel implements Disposable {
  private readonly peer: HostPeer;
  private subscription: Disposable | undefined;
  private readonly updates = new Throttle(pauseMs, () => {
    if (this.panel.visible) this.peer.emit('snapshot', this.source.snapshot());
  });
  private readonly disposed = new EventEmitter<void>();
  readonly onDidDispose = this.disposed.event;

  constructor(
    private readonly panel: WebviewPanel,
    extensionUri: Uri,
    private source: RangeTestSource,
    actions: RangeTestActions,
  ) {
    const { uri } = source.document;
    const { webview } = panel;
    webview.options = { enableScripts: true, localResourceRoots: [extensionUri] };
    const done = async (work: Promise<void> | undefined): Promise<null> => {
      await work;
      return null;
    };
    this.peer = createPeer(webviewPort(webview), {
      ready: () => this.source.snapshot(),
      stop: () => done(this.source.stop?.()),
      again: () => done(actions.again(uri)),
      applyRate: () => done(actions.applyRate(uri)),
      saveChart: (chart) => done(saveChart(uri, chart)),
    });
    panel.onDidDispose(() => this.dispose());
    this.listen();
    webview.html = makePage(webview, extensionUri, 'rangeTest', panel.title);
  }

  static open(extensionUri: Uri, source: RangeTestSource, actions: RangeTestActions): RangeTestPanel {
    const title = `Learning rate: ${specName(source.document.uri)}`;
    const panel = window.createWebviewPanel(rangeTestPanelType, title, panelPlace());
    return new RangeTestPanel(panel, extensionUri, source, actions);
  }

  reveal(): void {
    this.panel.reveal(undefined, true);
  }

  /** Shows another test of the same spec. */
  setSource(source: RangeTestSource): void {
    this.source = source;
    this.listen();
    this.tell();
  }

  /** Sends what is now; soon, and at most ten times a second. */
  tell(): void {
    this.updates.ask();
  }

  dispose(): void {
    this.updates.dispose();
    this.subscription?.dispose();
    this.peer.dispose();
    this.disposed.fire();
    this.disposed.dispose();
  }

  private listen(): void {
    this.subscription?.dispose();
    this.subscription = this.source.onDidChange?.(() => this.tell());
  }
}
