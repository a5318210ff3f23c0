import { createPeer, type Port } from '../../src/protocol/peer.js';
import type { ComparePanelCalls } from '../../src/protocol/comparePanel.js';
import { element } from '../parts/element.js';
import '../theme/theme.css';
import '../chart/chart.css';
import './compare.css';
import { CompareView, type HostPeer } from './view.js';
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
let view: CompareView | null = null;

app.append(element('p', { class: 'loading muted', attributes: { role: 'status' } }, 'Reading the runs…'));
peer.on('comparison', (comparison) => view?.update(comparison));
peer.call('ready', null).then(show, (error: unknown) => {
  const words = error instanceof Error ? error.message : String(error);
  app.replaceChildren(
    element(
      'p',
      { class: 'loading', attributes: { role: 'alert' } },
      `The runs cannot be compared: ${words}`,
    ),
  );
});

function show(comparison: ComparePanelCalls['ready']['reply']): void {
  view?.dispose();
  const choices = readViewState(host.getState());
  // The directories tell the host, after a reload of the window, which runs are compared.
  const directories = [...comparison.runs, ...comparison.unreadable].map(({ directory }) => directory);
  const save = (chosen: ViewState): void => host.setState({ ...chosen, directories });
  save(choices);
  view = new CompareView(comparison, { peer, view: choices, save });
  app.replaceChildren(view.element);
}
