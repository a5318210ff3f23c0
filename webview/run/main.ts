import type {
  RunPanelCalls,
  RunPanelEvents,
  RunPanelNews,
  RunSnapshot,
} from '../../src/protocol/runPanel.js';
import { joinHost, listenForKeys } from '../parts/bootstrap.js';
import '../theme/theme.css';
import '../chart/chart.css';
import '../parts/frame.css';
import '../parts/findings.css';
import './run.css';
import '../weights/weights.css';
import '../weights/timeSlider.css';
import './results.css';
import './weights.css';
import { RunView } from './view.js';
import { readViewState, type ViewState } from './viewState.js';

const { host, app, peer, fail } = joinHost<{ calls: RunPanelCalls; events: RunPanelEvents }, RunPanelNews>(
  'Reading the run…',
);
let view: RunView | null = null;
/** Updates that came while the snapshot was on its way. */
const early: RunPanelEvents['update'][] = [];

peer.on('snapshot', (run) => {
  confirm();
  show(run);
});
peer.on('update', (update) => {
  confirm();
  if (view) view.apply(update);
  else early.push(update);
});
peer.on('layer', ({ layer }) => view?.showLayer(layer));
peer.on('cursor', ({ layer }) => view?.followCursor(layer));
join().catch((error: unknown) => fail('The run cannot be shown', error));

listenForKeys(() => view);

/** Tells the host, once what comes is on the screen, that more may come; also where it cannot be shown. */
function confirm(): void {
  requestAnimationFrame(() => setTimeout(() => peer.emit('drawn', null)));
}

async function join(): Promise<void> {
  let { run, layer } = await peer.call('ready', null);
  // What was sent ahead has come by now, or never will.
  if (!run && !view) ({ run, layer } = await peer.call('ready', null));
  if (run) show(run);
  if (layer !== null) view?.showLayer(layer);
}

function show(snapshot: RunSnapshot): void {
  view?.dispose();
  const stored = readViewState(host.getState());
  // The directory tells the host, after a reload of the window, which run this panel shows.
  const save = (chosen: ViewState): void => host.setState({ ...chosen, directory: snapshot.directory });
  save(stored);
  view = new RunView(snapshot, { peer, view: stored, save });
  for (const update of early.splice(0)) if (view.model.isNews(update)) view.apply(update);
  app.replaceChildren(view.element);
  view.frames.start();
  // For who measures how quickly a panel opens: the second frame that shows its charts.
  requestAnimationFrame(() => requestAnimationFrame(() => performance.mark('run shown')));
}
