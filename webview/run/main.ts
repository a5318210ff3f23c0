import { createPeer, type Port } from '../../src/protocol/peer.js';
import type { RunPanelCalls, RunPanelEvents } from '../../src/protocol/runPanel.js';
import { element } from '../parts/element.js';
import '../theme/theme.css';
import '../chart/chart.css';
import '../parts/frame.css';
import './run.css';
import '../weights/weights.css';
import './results.css';
import './weights.css';
import { RunView, type HostPeer } from './view.js';
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
let view: RunView | null = null;
/** Updates that came while the snapshot was on its way. */
const early: RunPanelEvents['update'][] = [];

app.append(element('p', { class: 'loading muted', attributes: { role: 'status' } }, 'Reading the run…'));
peer.on('snapshot', (run) => show({ run, layer: null }));
peer.on('update', (update) => (view ? view.apply(update) : early.push(update)));
peer.on('layer', ({ layer }) => view?.showLayer(layer));
peer.on('cursor', ({ layer }) => view?.followCursor(layer));
peer.call('ready', null).then(show, (error: unknown) => {
  const words = error instanceof Error ? error.message : String(error);
  app.replaceChildren(
    element('p', { class: 'loading', attributes: { role: 'alert' } }, `The run cannot be shown: ${words}`),
  );
});

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  if (view?.onKey(event.key.toLowerCase())) event.preventDefault();
});

function show({ run: snapshot, layer }: RunPanelCalls['ready']['reply']): void {
  view?.dispose();
  const stored = readViewState(host.getState());
  // The directory tells the host, after a reload of the window, which run this panel shows.
  const save = (chosen: ViewState): void => host.setState({ ...chosen, directory: snapshot.directory });
  save(stored);
  view = new RunView(snapshot, { peer, view: stored, save });
  for (const update of early.splice(0)) if (view.model.isNews(update)) view.apply(update);
  app.replaceChildren(view.element);
  if (layer !== null) view.showLayer(layer);
}
