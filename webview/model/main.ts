import { createPeer, type Port } from '../../src/protocol/peer.js';
import type { ModelSnapshot } from '../../src/protocol/modelPanel.js';
import { element } from '../parts/element.js';
import '../theme/theme.css';
import '../chart/chart.css';
import '../weights/weights.css';
import './model.css';
import { ModelView, type HostPeer } from './view.js';
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
let view: ModelView | null = null;

app.append(element('p', { class: 'loading muted', attributes: { role: 'status' } }, 'Reading the file…'));
peer.on('snapshot', show);
peer.on('failure', ({ message }) => fail(message));
peer
  .call('ready', null)
  .then(show, (error: unknown) => fail(error instanceof Error ? error.message : String(error)));

function show(snapshot: ModelSnapshot): void {
  view?.dispose();
  const choices = readViewState(host.getState());
  const save = (chosen: ViewState): void => host.setState(chosen);
  view = new ModelView(snapshot, { peer, view: choices, save });
  app.replaceChildren(view.element);
}

/** The file as a whole cannot be shown: what is wrong with it, and where. */
function fail(message: string): void {
  view?.dispose();
  view = null;
  app.replaceChildren(
    element(
      'section',
      { class: 'unreadable', attributes: { role: 'alert' } },
      element('h1', {}, 'This file cannot be shown'),
      element('p', { class: 'mono' }, message),
    ),
  );
}
