import { stepBlock } from '../tensor/kernels/stepBlock.js';
import { sizeOf } from '../tensor/shape.js';
import type { FloatTensor } from '../tensor/tensor.js';
import { Arena } from './arena.js';
import { buildNetwork } from './build.js';
import type { NetworkConfig } from './config.js';
import { chooseEvaluationRows } from './evaluationRows.js';
import type { Network } from './network.js';
import { placeNetwork, type Placement } from './placement.js';
import { createTensorStore } from './tensorStore.js';

/** A trained network's place in an arena: nothing learns, rows to work on are staged, the rest is scratch memory. */
export interface TrainedPlace {
  readonly network: Network;
  readonly placement: Placement;
  /** The step block, which stays zero. */
  readonly step: number;
  /** Rows of a batch, for whose inputs there is room. */
  readonly rows: number;
  readonly stagedInputs: number;
  /** The first word of scratch memory. */
  readonly base: number;
}

/** Places a trained network and a batch's inputs. Throws where the network cannot be built. */
export function placeTrained(config: NetworkConfig): TrainedPlace {
  const { network, problems } = buildNetwork(config);
  if (!network) throw new Error(`the network cannot be built: ${problems.map((p) => p.message).join('; ')}`);
  const arena = new Arena();
  const step = arena.place(stepBlock.words);
  const placement = placeNetwork(network, arena, false);
  const rows = chooseEvaluationRows(network, placement);
  const stagedInputs = arena.place(rows * sizeOf(network.inputShape));
  return { network, placement, step, rows, stagedInputs, base: arena.words };
}

/**
 * Writes all parameters and state, in PyTorch's names and layouts. Throws where one is missing or has another
 * shape.
 */
export function writeTrained(
  { network, placement }: TrainedPlace,
  weights: readonly FloatTensor[],
  floats: Float32Array | Float64Array,
): void {
  for (const { name } of [...network.parameters, ...network.state]) {
    if (!weights.some((tensor) => tensor.name === name)) throw new Error(`the weights have no "${name}"`);
  }
  createTensorStore(placement, floats).write(weights);
}
