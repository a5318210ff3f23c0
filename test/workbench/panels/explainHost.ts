/** The other side of the explain panel in a plain page. Runs in the browser. */
import { createPeer, type Peer } from '../../../src/protocol/peer.js';
import type { ExplainPanelCalls, ExplainPanelEvents } from '../../../src/protocol/explain.js';
import { explainScenes } from './explainScenes.js';
import { record, sceneName, standInForHost } from './standIn.js';

type HostSide = Peer<
  { readonly calls: ExplainPanelCalls; readonly events: ExplainPanelEvents },
  { readonly calls: object; readonly events: object }
>;

const scene = explainScenes[sceneName ?? 'table']!;

const snapshot = scene();
const peer: HostSide = createPeer(standInForHost(), {
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
});
/** The other half comes as news, as rows do. */
function sendRest(): void {
  const { state: now, error, facts, rows, seconds } = snapshot;
  peer.emit('update', { state: now, error, facts, rows: rows.slice(rows.length / 2), seconds });
}
