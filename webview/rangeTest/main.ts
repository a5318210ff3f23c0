import { createPeer } from '../../src/protocol/peer.js';
import type { RangeTestSnapshot } from '../../src/protocol/rangeTest.js';
import '../theme/theme.css';
import '../chart/chart.css';
import '../parts/frame.css';
import '../run/run.css';
import './rangeTest.css';
import { RangeTestView, type HostPeer } from './view.js';

/** What VS Code gives a panel. */
declare function acquireVsCodeApi(): { postMessage(message: unknown): void };

const host = acquireVsCodeApi();
const app = document.getElementById('app')!;
const peer: HostPeer = createPeer(
  {
    post: (message) => host.postMessage(message),
    onMessage: (listener) =>
      window.addEventListener('message', (event: MessageEvent<unknown>) => listener(event.data)),
  },
  {},
);
let view: RangeTestView | null = null;

peer.on('snapshot', show);
void peer.call('ready', null).then(show);

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  if (view?.onKey(event.key.toLowerCase())) event.preventDefault();
});

function show(snapshot: RangeTestSnapshot): void {
  if (view) return view.apply(snapshot);
  view = new RangeTestView(snapshot, peer);
  app.replaceChildren(view.element);
}
