import type { Dataset } from '../data/dataset.js';
import { findLayer } from '../engine/layers/index.js';
import type { Network, NetworkLayer } from '../engine/network.js';
import type { Complaint } from '../spec/report.js';

/**
 * Layers that read the data as tokens where it holds something else: a scaled number, or one outside of the
 * vocabulary. What other layers compute is rounded as it comes.
 */
export function findTokenProblems(network: Network, { preprocessing, train }: Dataset): Complaint[] {
  // The tokens of a text are made for its vocabulary.
  if (preprocessing.task === 'language') return [];
  return network.layers
    .filter((layer) => readsData(network, layer))
    .flatMap((layer) => {
      const vocabulary = layer.parameters[0]!.shape[0]!;
      const wrong = train.inputs.find(
        (value) => !(Number.isInteger(value) && value >= 0 && value < vocabulary),
      );
      if (wrong === undefined) return [];
      return [
        {
          code: 'no-token',
          message: `"${layer.name}" reads whole numbers from 0 to ${vocabulary - 1} as tokens, but the data holds ${wrong} as it is encoded. Set "scale": "none" if its columns are tokens, and "vocabulary" to their number.`,
          path: ['layers', layer.config.index],
        },
      ];
    });
}

/** Whether a layer of tokens stands on the data, but for its shape. */
function readsData(network: Network, layer: NetworkLayer): boolean {
  if (!findLayer(layer.type)!.readsTokens) return false;
  let [input = -1] = layer.inputs;
  while (input >= 0) {
    const before = network.layers[input]!;
    if (before.type !== 'reshape' && before.type !== 'flatten') return false;
    [input = -1] = before.inputs;
  }
  return true;
}
