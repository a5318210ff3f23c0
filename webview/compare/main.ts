import type { ComparePanelCalls, ComparePanelEvents } from '../../src/protocol/comparePanel.js';
import { joinHost } from '../parts/bootstrap.js';
import '../theme/theme.css';
import '../chart/chart.css';
import './compare.css';
import { CompareView } from './view.js';
import { readViewState, type ViewState } from './viewState.js';

const { host, app, peer, fail } = joinHost<{ calls: ComparePanelCalls; events: ComparePanelEvents }>(
  'Reading the runs…',
);
let view: CompareView | null = null;

peer.on('comparison', (comparison) => view?.update(comparison));
peer.call('ready', null).then(show, (error: unknown) => fail('The runs cannot be compared', error));

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
