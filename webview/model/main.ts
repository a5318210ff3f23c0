import type { ModelPanelCalls, ModelPanelEvents, ModelSnapshot } from '../../src/protocol/modelPanel.js';
import { joinHost } from '../parts/bootstrap.js';
import '../theme/theme.css';
import '../chart/chart.css';
import '../weights/weights.css';
import '../weights/detail.css';
import '../weights/timeSlider.css';
import '../parts/list.css';
import '../parts/findings.css';
import './model.css';
import { ModelView } from './view.js';
import { readViewState, type ViewState } from './viewState.js';

const { host, app, peer, fail } = joinHost<{ calls: ModelPanelCalls; events: ModelPanelEvents }>(
  'Reading the file…',
);
let view: ModelView | null = null;

peer.on('snapshot', show);
peer.on('series', (series) => view?.showSeries(series));
peer.on('beside', (beside) => view?.showBeside(beside));
peer.on('failure', ({ message }) => refuse(message));
peer.call('ready', null).then(show, refuse);

function show(snapshot: ModelSnapshot): void {
  view?.dispose();
  const save = (chosen: ViewState): void => host.setState(chosen);
  view = new ModelView(snapshot, { peer, view: readViewState(host.getState()), save });
  app.replaceChildren(view.element);
}

/** The file as a whole cannot be shown: what is wrong with it, and where. */
function refuse(error: unknown): void {
  view?.dispose();
  view = null;
  fail('This file cannot be shown', error);
}
