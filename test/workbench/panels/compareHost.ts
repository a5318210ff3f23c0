import { createPeer, type Peer } from '../../../src/protocol/peer.js';
import type {
  ComparePanelCalls,
  ComparePanelEvents,
  Comparison,
} from '../../../src/protocol/comparePanel.js';
import { comparisons } from './comparisons.js';
import { record, sceneName, standInForHost } from './standIn.js';

/** The other side of a comparison in a plain page: what VS Code and the extension are to it. Runs in the browser. */
declare global {
  interface Window {
    emitComparison: (change: (comparison: Comparison) => Comparison) => void;
  }
}

const name = sceneName ?? 'two';
const made = comparisons[name]!((run) => fetch(`/runs/${run}.json`).then((response) => response.json()));
const peer: Peer<
  { readonly calls: ComparePanelCalls; readonly events: ComparePanelEvents },
  { readonly calls: object; readonly events: object }
> = createPeer(standInForHost(), {
  ready: () => made,
  showRun: record('showRun'),
  saveChart: record('saveChart'),
});
window.emitComparison = (change) =>
  void made.then((comparison) => peer.emit('comparison', change(comparison)));
