import type { RangeTestCalls, RangeTestEvents, RangeTestSnapshot } from '../../src/protocol/rangeTest.js';
import { joinHost, listenForKeys } from '../parts/bootstrap.js';
import '../theme/theme.css';
import '../chart/chart.css';
import '../parts/frame.css';
import '../run/run.css';
import './rangeTest.css';
import { RangeTestView } from './view.js';

const { host, app, peer, fail } = joinHost<{ calls: RangeTestCalls; events: RangeTestEvents }>(
  'Trying learning rates…',
);
let view: RangeTestView | null = null;

peer.on('snapshot', show);
peer.call('ready', null).then(show, (error: unknown) => fail('The range test cannot be shown', error));

listenForKeys(() => view);

function show(snapshot: RangeTestSnapshot): void {
  host.setState({ spec: snapshot.spec });
  if (view) return view.apply(snapshot);
  view = new RangeTestView(snapshot, peer);
  app.replaceChildren(view.element);
}
