import { EventEmitter, Uri, window, type Disposable, type WebviewPanel } from 'vscode';
import type { ExplainChoice, ExplainPanelCalls, ExplainPanelEvents } from '../../protocol/explain.js';
import { createPeer, type Handlers, type Peer } from '../../protocol/peer.js';
import { explanationPanelType } from '../panelTypes.js';
import { makePage } from '../panels/page.js';
import { panelPlace } from '../panels/panelPlace.js';
import { webviewPort } from '../panels/webviewPort.js';
import { saveChart } from '../weights/saveChart.js';
import type { Explanation } from './explanation.js';
import { revealLine } from './revealLine.js';

type HostPeer = Peer<
  { calls: ExplainPanelCalls; events: ExplainPanelEvents },
  { calls: Record<never, never>; events: Record<never, never> }
>;

const mostBackground = 100_000;

/** The panel of one explanation, with which it ends. */
export class ExplanationPanel implements Disposable {
  readonly #disposed = new EventEmitter<void>();
  readonly onDidDispose = this.#disposed.event;
  readonly #peer: HostPeer;
  readonly #listening: readonly Disposable[];

  constructor(
    readonly panel: WebviewPanel,
    extensionUri: Uri,
    readonly explanation: Explanation,
  ) {
    const { webview } = panel;
    webview.options = { enableScripts: true, localResourceRoots: [extensionUri] };
    this.#peer = createPeer(webviewPort(webview), this.#makeHandlers());
    this.#listening = [
      explanation.onDidUpdate((update) => {
        if (panel.visible) this.#peer.emit('update', update);
      }),
      explanation.onDidRestart(() => {
        if (panel.visible) this.#peer.emit('snapshot', explanation.snapshot());
      }),
    ];
    panel.onDidDispose(() => this.dispose());
    webview.html = makePage(webview, extensionUri, 'explain', panel.title);
  }

  static open(extensionUri: Uri, explanation: Explanation): ExplanationPanel {
    const title = `Explain: ${explanation.name}`;
    const panel = window.createWebviewPanel(explanationPanelType, title, panelPlace(), {
      retainContextWhenHidden: false,
    });
    return new ExplanationPanel(panel, extensionUri, explanation);
  }

  dispose(): void {
    for (const each of this.#listening) each.dispose();
    this.#peer.dispose();
    this.explanation.dispose();
    this.#disposed.fire();
    this.#disposed.dispose();
  }

  #makeHandlers(): Handlers<ExplainPanelCalls> {
    const { explanation } = this;
    return {
      ready: () => explanation.snapshot(),
      explain: (choice) => {
        explanation.explain(checkChoice(choice));
        return null;
      },
      refine: () => {
        explanation.refine();
        return null;
      },
      cancel: async () => {
        await explanation.cancel();
        return null;
      },
      randomize: () => explanation.randomize(),
      overCheckpoints: () => explanation.overCheckpoints(),
      revealRow: async ({ row, open }) => {
        const { facts } = explanation;
        const record = explanation.row(Number(row));
        if (facts && record?.line) await revealLine(Uri.file(facts.data), record.line, open === true);
        return null;
      },
      saveChart: async (chart) => {
        await saveChart(Uri.file(explanation.facts?.data ?? explanation.target.directory), chart);
        return null;
      },
    };
  }
}

/** What a panel sends is checked: it is a web page. */
function checkChoice({ method, background, samples, output, regions }: ExplainChoice): ExplainChoice {
  const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) > 0;
  const isSound =
    (method === null || typeof method === 'string') &&
    isCount(background.count) &&
    background.count <= mostBackground &&
    (samples === null || isCount(samples));
  if (!isSound) throw new TypeError('This is no way to explain.');
  const kind = background.kind === 'centres' ? 'centres' : 'rows';
  return {
    method,
    background: { kind, count: background.count },
    samples,
    output: output === 'probability' ? output : 'logit',
    regions: regions === 'pixels' ? regions : 'patches',
  };
}
