import { ViewColumn, window, type Disposable, type WebviewPanel } from 'vscode';
import type {
  DifferencePanelCalls,
  DifferencePanelEvents,
  DifferenceSnapshot,
} from '../../protocol/differencePanel.js';
import { createPeer, type Peer } from '../../protocol/peer.js';
import { ModelReader } from '../../worker/modelReader.js';
import { UserError } from '../commands.js';
import { makePage } from '../panels/page.js';
import { webviewPort } from '../panels/webviewPort.js';
import { differencePanelType } from '../panelTypes.js';
import { saveChart } from '../weights/saveChart.js';
import { answerModels } from './answerModels.js';
import { addressOf, finderOf, labelOf, readAddress, type ComparedModel } from './comparedModel.js';
import { explainFailure } from './findModel.js';
import type { ModelHost } from './modelHost.js';
import { pairTensors } from './pairTensors.js';

type HostPeer = Peer<
  { calls: DifferencePanelCalls; events: DifferencePanelEvents },
  { calls: Record<never, never>; events: Record<never, never> }
>;
type Sides = readonly [before: ComparedModel, after: ComparedModel];

/** The comparison of two model files. It keeps nothing: what it shows is asked of the files whenever it appears. */
export class DifferencePanel implements Disposable {
  private readonly peer: HostPeer;
  private reader: ModelReader;

  constructor(
    panel: WebviewPanel,
    private readonly host: ModelHost,
    private sides: Sides,
  ) {
    const { webview } = panel;
    const { extensionUri } = host;
    webview.options = { enableScripts: true, localResourceRoots: [extensionUri] };
    this.reader = this.read();
    this.peer = createPeer(webviewPort(webview), {
      ready: () => this.snapshot(),
      swap: () => this.swap(),
      saveChart: (chart) => saveChart(this.sides[1].uri, chart).then(() => null),
      ...answerModels(() => this.reader),
    });
    panel.onDidDispose(() => this.dispose());
    panel.onDidChangeViewState(() => {
      if (!panel.visible) this.reader.leave();
    });
    webview.html = makePage(webview, extensionUri, 'difference', panel.title);
  }

  static open(host: ModelHost, sides: Sides): DifferencePanel {
    const names = sides.map(({ uri, isHead }) => `${uri.path.split('/').at(-1)}${isHead ? ' (HEAD)' : ''}`);
    const panel = window.createWebviewPanel(differencePanelType, names.join(' ↔ '), ViewColumn.Active);
    return new DifferencePanel(panel, host, sides);
  }

  /** A panel of an earlier window comes back with its files as they are now. */
  static restore(panel: WebviewPanel, host: ModelHost, state: unknown): void {
    const { addresses } = (typeof state === 'object' && state !== null ? state : {}) as Record<
      string,
      unknown
    >;
    const [before, after] = (Array.isArray(addresses) ? addresses : []).map(readAddress);
    if (before && after) new DifferencePanel(panel, host, [before, after]);
    else panel.dispose();
  }

  dispose(): void {
    this.peer.dispose();
    this.reader.reset();
  }

  private read(): ModelReader {
    const finders = this.sides.map((side) => finderOf(this.host, side));
    return new ModelReader(this.host.start, finders);
  }

  private async swap(): Promise<null> {
    this.sides = [this.sides[1], this.sides[0]];
    this.reader.reset();
    this.reader = this.read();
    this.peer.emit('snapshot', await this.snapshot());
    return null;
  }

  private async snapshot(): Promise<DifferenceSnapshot> {
    const open = async (side: 0 | 1) => {
      try {
        return await this.reader.open(side);
      } catch (error) {
        const label = labelOf(this.sides[side]);
        throw new UserError(`${label}: ${explainFailure(error, label)}`);
      }
    };
    const listings = await Promise.all([open(0), open(1)]);
    return {
      labels: [labelOf(this.sides[0]), labelOf(this.sides[1])],
      listings,
      pairs: pairTensors(listings[0].tensors, listings[1].tensors),
      addresses: [addressOf(this.sides[0]), addressOf(this.sides[1])],
    };
  }
}
