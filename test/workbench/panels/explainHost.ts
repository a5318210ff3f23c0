/** The other side of the explain panel in a plain page. Runs in the browser. */
import { createPeer, type Peer } from '../../../src/protocol/peer.js';
import type { ExplainPanelCalls, ExplainPanelEvents } from '../../../src/protocol/explain.js';
import { lowContrasts, namelessControls, sidewaysScroll } from './audit.js';
import { explainScenes } from './explainScenes.js';

type HostSide = Peer<
  { readonly calls: ExplainPanelCalls; readonly events: ExplainPanelEvents },
  { readonly calls: object; readonly events: object }
>;

const scene = explainScenes[new URLSearchParams(location.search).get('scene') ?? 'table']!;
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
window.audit = () => ({
  contrasts: lowContrasts(),
  nameless: namelessControls(),
  sideways: sidewaysScroll(),
});

const snapshot = scene();
const record = (name: string) => (args: unknown) => {
  window.calls.push({ name, args });
  return null;
};
const peer: HostSide = createPeer(
  {
    post: (message) => window.postMessage(structuredClone(message), '*'),
    onMessage: (listener) => (toHost = listener),
  },
  {
    ready: () => {
      setTimeout(sendRest, 50);
      return { ...snapshot, rows: snapshot.rows.slice(0, snapshot.rows.length / 2) };
    },
    explain: record('explain'),
    refine: record('refine'),
    cancel: record('cancel'),
    revealRow: record('revealRow'),
    saveChart: record('saveChart'),
    randomize: () => ({ rows: 32, ofSizes: 0.21, ofValues: -0.04 }),
    overCheckpoints: () => {
      const { features = [], outputs = [] } = snapshot.facts ?? {};
      const epochs = [0, 1, 2, 5, 9];
      const width = features.length * outputs.length;
      const means = Float32Array.from({ length: epochs.length * width }, (_, i) => {
        return (epochs[Math.floor(i / width)]! + 1) / (1 + (i % width));
      });
      return { epochs, rows: 32, means };
    },
  },
);
/** The other half comes as news, as rows do. */
function sendRest(): void {
  const { state: now, error, facts, rows, seconds } = snapshot;
  peer.emit('update', { state: now, error, facts, rows: rows.slice(rows.length / 2), seconds });
}
