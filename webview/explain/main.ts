import type { ExplainPanelCalls, ExplainPanelEvents, ExplainSnapshot } from '../../src/protocol/explain.js';
import { joinHost, listenForKeys } from '../parts/bootstrap.js';
import '../theme/theme.css';
import '../chart/chart.css';
import '../parts/frame.css';
import './explain.css';
import { ExplainView } from './view.js';
import { readViewState, type ViewState } from './viewState.js';

const { host, app, peer, fail } = joinHost<{ calls: ExplainPanelCalls; events: ExplainPanelEvents }>(
  'Reading the explanation…',
);
let view: ExplainView | null = null;
/** Updates that came while the snapshot was on its way: rows come again with it. */
const early: ExplainPanelEvents['update'][] = [];

peer.on('snapshot', show);
peer.on('update', (update) => (view ? view.apply(update) : early.push(update)));
peer.call('ready', null).then(show, (error: unknown) => fail('This cannot be explained', error));

listenForKeys(() => view);

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
