import { EventEmitter, window, type Disposable, type Uri, type WebviewPanel } from 'vscode';
import { createPeer, type Handlers, type Peer } from '../../protocol/peer.js';
import type { RunPanelCalls, RunPanelEvents, RunPanelNews, RunSnapshot } from '../../protocol/runPanel.js';
import { makePage } from './page.js';
import { PacedUpdates } from './pacedUpdates.js';
import { panelPlace } from './panelPlace.js';
import { webviewPort } from './webviewPort.js';
import type { Inspector } from '../../worker/inspectorClient.js';
import { answerWeights } from '../weights/answerWeights.js';
import { followCursor } from '../weights/followCursor.js';
import { revealRow } from '../weights/revealRow.js';
import { saveChart } from '../weights/saveChart.js';
import type { RunSource } from './runSource.js';
import { thinSamples } from './thinSamples.js';
import { watchedEpochs, watchedParameters, watchedSamples } from './watchedSamples.js';

import { runPanelType } from '../panelTypes.js';

/** What a panel's buttons do beyond its own run. */
export interface RunPanelActions {
  resume(source: RunSource): Promise<void>;
  trainAgain(source: RunSource): Promise<void>;
  explain(source: RunSource): Promise<void>;
  reveal(source: RunSource, path: readonly (string | number)[]): Promise<void>;
  applyFix(source: RunSource, fix: RunPanelCalls['applyFix']['args']): Promise<void>;
  /** Resolves when the training behind the fix has ended. */
  fixAndTrain(source: RunSource, fix: RunPanelCalls['fixAndTrain']['args']): Promise<void>;
  openSource(url: string): Promise<void>;
  /** Looks into runs: weights and results. */
  readonly inspector: Inspector;
}

type HostPeer = Peer<
  { calls: RunPanelCalls; events: RunPanelEvents },
  { calls: Record<never, never>; events: RunPanelNews }
>;

/** One run's panel. It keeps nothing: whatever it shows comes from its source, asked anew when it reappears. */
export class RunPanel implements Disposable {
  private readonly peer: HostPeer;
  private subscription: Disposable | undefined;
  private readonly updates = new PacedUpdates({
    update: (update) => this.peer.emit('update', update),
    renew: () => void this.renew(),
  });
  /** Known from the first snapshot on, which holds what came before it. */
  private watched: readonly string[] = [];
  private readonly following: Disposable;
  private readonly disposed = new EventEmitter<void>();
  /** The page has asked for its run and stands; a hidden one goes away. */
  private isReady = false;
  /** On its way to a new page that has not asked yet: VS Code keeps it until the page has been loaded. */
  private ahead: Promise<void> | null = null;
  /** The layer that the page chooses once it stands. */
  private awaited: string | null = null;
  readonly onDidDispose = this.disposed.event;

  constructor(
    private readonly panel: WebviewPanel,
    extensionUri: Uri,
    private source: RunSource,
    actions: RunPanelActions,
  ) {
    panel.webview.options = { enableScripts: true, localResourceRoots: [extensionUri] };
    const { webview } = panel;
    this.peer = createPeer(webviewPort(webview), this.makeHandlers(actions));
    this.peer.on('drawn', () => this.updates.confirm());
    this.following = followCursor(
      () => this.source.spec,
      (layer) => {
        if (panel.visible) this.peer.emit('cursor', { layer });
      },
    );
    panel.onDidDispose(() => this.dispose());
    panel.onDidChangeViewState(() => (this.isReady &&= panel.visible));
    this.listen();
    webview.html = makePage(webview, extensionUri, 'run', panel.title);
  }

  static open(extensionUri: Uri, source: RunSource, title: string, actions: RunPanelActions): RunPanel {
    const panel = window.createWebviewPanel(runPanelType, title, panelPlace(), {
      retainContextWhenHidden: false,
    });
    const opened = new RunPanel(panel, extensionUri, source, actions);
    opened.sendAhead();
    return opened;
  }

  get directory(): string {
    return this.source.directory;
  }

  get spec(): Uri {
    return this.source.spec;
  }

  /** What its tab says. */
  set title(title: string) {
    this.panel.title = title;
  }

  get isActive(): boolean {
    return this.panel.active;
  }

  reveal(): void {
    this.panel.reveal(undefined, true);
  }

  close(): void {
    this.panel.dispose();
  }

  /** Chooses a layer, now or as soon as the page stands. */
  chooseLayer(layer: string): void {
    if (this.isReady) this.peer.emit('layer', { layer });
    else this.awaited = layer;
  }

  /** Shows another source of the same run: one that was on disk trains again, or the other way round. */
  async setSource(source: RunSource): Promise<void> {
    this.source = source;
    this.listen();
    this.updates.restart();
    await this.renew();
  }

  dispose(): void {
    this.subscription?.dispose();
    this.following.dispose();
    this.peer.dispose();
    this.disposed.fire();
    this.disposed.dispose();
  }

  /** A long run travels while its page is loaded. */
  private sendAhead(): void {
    this.ahead = this.renew();
    // Said to the page when it asks.
    this.ahead.catch(() => undefined);
  }

  private async renew(): Promise<void> {
    this.peer.emit('snapshot', await this.takeSnapshot());
  }

  private async takeSnapshot(): Promise<RunSnapshot> {
    const snapshot = await this.source.snapshot();
    this.watched = watchedParameters(snapshot.run);
    return {
      ...snapshot,
      epochs: watchedEpochs(snapshot.epochs),
      samples: thinSamples(watchedSamples(this.watched, snapshot.samples)),
    };
  }

  private listen(): void {
    this.subscription?.dispose();
    this.subscription = this.source.onDidUpdate?.((update) => {
      if (!this.panel.visible) return;
      const samples = update.samples && watchedSamples(this.watched, update.samples);
      this.updates.push({ ...update, epochs: watchedEpochs(update.epochs), samples });
    });
  }

  private makeHandlers(actions: RunPanelActions): Handlers<RunPanelCalls> {
    const done = async (work: Promise<void> | undefined): Promise<null> => {
      await work;
      return null;
    };
    return {
      ready: async () => {
        const { ahead } = this;
        this.ahead = null;
        await ahead;
        const run = ahead ? null : await this.takeSnapshot();
        const layer = this.awaited;
        this.awaited = null;
        this.isReady = true;
        if (run) this.updates.restart();
        return { run, layer };
      },
      pause: () => done(this.source.pause?.()),
      continue: () => done(this.source.continue?.()),
      stop: () => done(this.source.stop?.()),
      resume: () => done(actions.resume(this.source)),
      trainAgain: () => done(actions.trainAgain(this.source)),
      explain: () => done(actions.explain(this.source)),
      reveal: ({ path }) => done(actions.reveal(this.source, checkPath(path))),
      applyFix: (fix) => done(actions.applyFix(this.source, fix)),
      fixAndTrain: (fix) => done(actions.fixAndTrain(this.source, fix)),
      openSource: ({ url }) => done(actions.openSource(String(url))),
      saveChart: (chart) => done(saveChart(this.source.spec, chart)),
      revealRow: (row) => done(revealRow(actions.inspector, this.source, row)),
      ...answerWeights(actions.inspector, () => this.directory),
    };
  }
}

/** What a panel sends is checked: it is a web page. */
function checkPath(path: unknown): readonly (string | number)[] {
  const isKey = (key: unknown): key is string | number => typeof key === 'string' || typeof key === 'number';
  if (!Array.isArray(path) || !path.every(isKey))
    throw new TypeError('A spec path is a list of names and numbers.');
  return path;
}
