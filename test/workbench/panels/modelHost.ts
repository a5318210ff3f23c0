import { openModel } from '../../../src/formats/index.js';
import { memorySource } from '../../../src/formats/memory.js';
import { pairTensors } from '../../../src/extension/models/pairTensors.js';
import type { ModelPanelEvents, ModelSeries } from '../../../src/protocol/modelPanel.js';
import { createPeer, type Peer } from '../../../src/protocol/peer.js';
import { ModelInspection } from '../../../src/worker/models/modelInspection.js';
import type { OpenOrigin } from '../../../src/worker/models/origin.js';
import { modelScenes } from './modelScenes.js';
import { record, sceneName as asked, standInForHost } from './standIn.js';

/** The other side of the panels of model files in a plain page: the worker's own code on models from memory. */

declare global {
  interface Window {
    /** The folder holds the files of so many moments now. */
    showMoments: (count: number) => void;
  }
}

const query = new URLSearchParams(location.search);
const sceneName = asked ?? 'network';
const models = modelScenes[sceneName]!;

const openScene: OpenOrigin = async (origin) => {
  const model = models[Number('name' in origin ? origin.name : 0)]!;
  if (typeof model !== 'string') return { opened: model(), bytes: 123_456 };
  const response = await fetch(`/models/${model}`);
  const source = memorySource(new Uint8Array(await response.arrayBuffer()));
  return { opened: await openModel(source, model), bytes: source.size };
};

const inspection = new ModelInspection(openScene, async () => undefined);
const momentOf = (_: unknown, model: number): ModelSeries['moments'][number] => ({
  model,
  time: 2 * model + 1,
  name: `epoch-${String(2 * model + 1).padStart(4, '0')}.safetensors`,
  marks: model === 4 ? ['best'] : [],
});
const open = (model: number) =>
  inspection.handlers.openModel({ model, origin: { name: String(model), bytes: new Uint8Array() } });

const peer: Peer<
  { readonly calls: object; readonly events: ModelPanelEvents },
  { readonly calls: object; readonly events: object }
> = createPeer(standInForHost(), {
  ...inspection.handlers,
  ready: async () => {
    if (query.get('panel') === 'model') {
      for (let model = 1; model < models.length; model++) await open(model);
      return {
        uri: 'file:///models/net',
        fileName: `${sceneName}.safetensors`,
        listing: await open(0),
        beside: null,
        series: models.length === 1 ? null : { word: 'epoch', moments: models.map(momentOf) },
      };
    }
    const listings = await Promise.all([open(0), open(1)]);
    const pairs = pairTensors(listings[0].tensors, listings[1].tensors);
    return { labels: ['base/best.safetensors', 'tuned/last.safetensors'], listings, pairs, addresses: [] };
  },
  saveChart: record('saveChart'),
  swap: record('swap'),
  saveValues: record('saveValues'),
  openSource: record('openSource'),
  usePretrained: record('usePretrained'),
});

window.showMoments = (count) =>
  peer.emit('series', { word: 'epoch', moments: models.slice(0, count).map(momentOf) });
