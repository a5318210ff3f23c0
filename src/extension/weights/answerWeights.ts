import type { Handlers } from '../../protocol/peer.js';
import type { PanelCalls } from '../../protocol/inspector.js';
import type { HistoryRequest, TensorKey } from '../../protocol/weights.js';
import type { Inspector } from '../../worker/inspectorClient.js';
import { checkTile, isCount } from '../models/checkModelRequest.js';

/** What a panel asks of its run's weights and results goes on to the worker, after a look at it: a panel is a web page. */
export function answerWeights(inspector: Inspector, directory: () => string): Handlers<PanelCalls> {
  return {
    checkpoints: () => inspector.ask('checkpoints', directory(), null),
    tensorSummary: (key) => inspector.ask('tensorSummary', directory(), checkKey(key)),
    tensorTile: (request) =>
      inspector.ask('tensorTile', directory(), { ...checkKey(request), ...checkTile(request) }),
    tensorSpectrum: (key) => inspector.ask('tensorSpectrum', directory(), checkKey(key)),
    history: (request) => inspector.ask('history', directory(), checkHistory(request)),
    results: () => inspector.ask('results', directory(), null),
  };
}

function checkKey({ parameter, epoch, quantity }: TensorKey): TensorKey {
  if (typeof parameter !== 'string' || !isCount(epoch)) throw new TypeError('This is no tensor of a run.');
  return { parameter, epoch, quantity: quantity === 'change' ? 'change' : 'weights' };
}

function checkHistory({ parameter, quantity }: HistoryRequest): HistoryRequest {
  const known = ['weights', 'gradients', 'change'] as const;
  const found = known.find((name) => name === quantity);
  if (typeof parameter !== 'string' || !found) throw new TypeError('This is no history of a run.');
  return { parameter, quantity: found };
}
