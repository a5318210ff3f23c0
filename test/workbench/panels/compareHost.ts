import { createPeer, type Peer } from '../../../src/protocol/peer.js';
import type {
  ComparePanelCalls,
  ComparePanelEvents,
  Comparison,
} from '../../../src/protocol/comparePanel.js';
import { comparisons } from './comparisons.js';
import { lowContrasts, namelessControls, sidewaysScroll } from './audit.js';

/** The other side of a comparison in a plain page: what VS Code and the extension are to it. Runs in the browser. */
declare global {
  interface Window {
    emitComparison: (change: (comparison: Comparison) => Comparison) => void;
  }
}

const name = new URLSearchParams(location.search).get('scene') ?? 'two';
const made = comparisons[name]!((run) => fetch(`/runs/${run}.json`).then((response) => response.json()));
let toHost: ((message: unknown) => void) | null = null;
let state: unknown = JSON.parse(sessionStorage.getItem('state') ?? 'null');
window.calls = [];
window.acquireVsCodeApi = () => ({
  postMessage: (message: unknown) => setTimeout(() => toHost?.(structuredClone(message))),
  getState: () => state,
  setState: (next: unknown) => {
    state = next;
    sessionStorage.setItem('state', JSON.stringify(next));
  },
});
const record = (call: string) => (args: unknown) => {
  window.calls.push({ name: call, args });
  return null;
};
const peer: Peer<
  { readonly calls: ComparePanelCalls; readonly events: ComparePanelEvents },
  { readonly calls: object; readonly events: object }
> = createPeer(
  {
    post: (message) => window.postMessage(structuredClone(message), '*'),
    onMessage: (listener) => (toHost = listener),
  },
  { ready: () => made, showRun: record('showRun'), saveChart: record('saveChart') },
);
window.emitComparison = (change) =>
  void made.then((comparison) => peer.emit('comparison', change(comparison)));
window.audit = () => ({
  contrasts: lowContrasts(),
  nameless: namelessControls(),
  sideways: sidewaysScroll(),
});
