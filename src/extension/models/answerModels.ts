import type { ModelCalls } from '../../protocol/models.js';
import type { Handlers } from '../../protocol/peer.js';
import type { ModelReader } from '../../worker/modelReader.js';
import { checkKey, checkPairs, checkPlaces, checkTile, isCount } from './checkModelRequest.js';

/** What a panel asks of its models goes on to their reader, after a look at it. */
export function answerModels(reader: () => ModelReader): Handlers<ModelCalls> {
  return {
    briefs: ({ model, tensors }) => {
      if (!isCount(model)) throw new TypeError('This is no model.');
      return reader().ask('briefs', { model, tensors: checkPlaces(tensors) });
    },
    findings: ({ model }) => {
      if (!isCount(model)) throw new TypeError('This is no model.');
      return reader().ask('findings', { model });
    },
    distributions: ({ models, tensor }) => {
      if (!isCount(tensor)) throw new TypeError('This is no tensor of a model.');
      return reader().ask('distributions', { models: checkPlaces(models), tensor });
    },
    differences: ({ model, minus, pairs }) => {
      if (!isCount(model) || !isCount(minus)) throw new TypeError('These are no models.');
      return reader().ask('differences', { model, minus, pairs: checkPairs(pairs) });
    },
    summary: (key) => reader().ask('summary', checkKey(key)),
    tile: (request) => reader().ask('tile', { ...checkKey(request), ...checkTile(request) }),
    spectrum: (key) => reader().ask('spectrum', checkKey(key)),
    keepOnly: (keys) => reader().ask('keepOnly', keys.map(checkKey)),
  };
}
