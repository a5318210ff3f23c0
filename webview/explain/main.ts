import type { ExplainPanelEvents, ExplainSnapshot } from '../../src/protocol/explain.js';
import { createPeer, type Port } from '../../src/protocol/peer.js';
import { element } from '../parts/element.js';
import '../theme/theme.css';
import '../chart/chart.css';
import '../parts/frame.css';
import './explain.css';
import { ExplainView, type HostPeer } from './view.js';
import { readViewState, type ViewState } from './viewState.js';

/** What VS Code gives a panel. */
interface Host {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}
declare function acquireVsCodeApi(): Host;

const host = acquireVsCodeApi();
const port: Port = {
  post: (message) => host.postMessage(message),
  onMessage: (listener) =>
    window.addEventListener('message', (event: MessageEvent<unknown>) => listener(event.data)),
};
const peer: HostPeer = createPeer(port, {});
const app = document.getElementById('app')!;
let view: ExplainView | null = null;
/** Updates that came while the snapshot was on its way: rows come again with it. */
const early: ExplainPanelEvents['update'][] = [];

app.append(
  element('p', { class: 'loading muted', attributes: { role: 'status' } }, 'Reading the explanation…'),
);
peer.on('snapshot', show);
peer.on('update', (update) => (view ? view.apply(update) : early.push(update)));
peer.call('ready', null).then(show, (error: unknown) => {
  const words = error instanceof Error ? error.message : String(error);
  app.replaceChildren(
    element('p', { class: 'loading', attributes: { role: 'alert' } }, `It cannot be shown: ${words}`),
  );
});

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  if (view?.onKey(event.key.toLowerCase())) event.preventDefault();
});

function show(snapshot: ExplainSnapshot): void {
  view?.dispose();
  const { directory, data } = snapshot;
  // Directory and data tell the host, after a reload of the window, what this panel explains.
  const save = (chosen: ViewState): void => host.setState({ ...chosen, directory, data });
  const chosen = readViewState(host.getState());
  save(chosen);
  view = new ExplainView(snapshot, { peer, view: chosen, save });
  for (const update of early.splice(0)) view.apply(update);
  app.replaceChildren(view.element);
}
