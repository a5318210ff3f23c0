import type {
  DifferencePanelCalls,
  DifferencePanelEvents,
  DifferenceSnapshot,
} from '../../src/protocol/differencePanel.js';
import { joinHost } from '../parts/bootstrap.js';
import '../theme/theme.css';
import '../chart/chart.css';
import '../weights/weights.css';
import '../weights/detail.css';
import '../parts/list.css';
import './difference.css';
import { DifferenceView } from './view.js';
import { readViewState, type ViewState } from './viewState.js';

const { host, app, peer, fail } = joinHost<{ calls: DifferencePanelCalls; events: DifferencePanelEvents }>(
  'Reading both files…',
);
let view: DifferenceView | null = null;

peer.on('snapshot', show);
peer.call('ready', null).then(show, (error: unknown) => fail('These files cannot be compared', error));

function show(snapshot: DifferenceSnapshot): void {
  view?.dispose();
  // The addresses tell the host, after a reload of the window, what this panel compares.
  const save = (chosen: ViewState): void => host.setState({ ...chosen, addresses: snapshot.addresses });
  const choices = readViewState(host.getState());
  save(choices);
  view = new DifferenceView(snapshot, { peer, view: choices, save });
  app.replaceChildren(view.element);
}
