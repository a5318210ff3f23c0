import { createRandom, purposes } from '../tensor/random.js';
import { sizeOf } from '../tensor/shape.js';
import type { FloatTensor } from '../tensor/tensor.js';
import { findInitializer } from './initializers/index.js';
import type { Network } from './network.js';

/** A network's weights and state as they start: each parameter drawn from the seed by its place. */
export function initialValues(network: Network, seed: number): FloatTensor[] {
  const parameters = network.parameters.map((_, index) => drawParameter(network, index, seed));
  return [...parameters, ...network.state.map(startState)];
}

/** One tensor as it starts, the others left undrawn; null where the network has none of this name. */
export function initialTensor(network: Network, name: string, seed: number): FloatTensor | null {
  const index = network.parameters.findIndex((parameter) => parameter.name === name);
  if (index >= 0) return drawParameter(network, index, seed);
  const state = network.state.find((candidate) => candidate.name === name);
  return state ? startState(state) : null;
}

function drawParameter(network: Network, index: number, seed: number): FloatTensor {
  const parameter = network.parameters[index]!;
  const values = new Float32Array(sizeOf(parameter.shape));
  const random = createRandom(seed, purposes.initialize, index);
  findInitializer(parameter.init.type)!.fill(parameter.init, parameter, random, values);
  return { name: parameter.name, shape: parameter.shape, values };
}

function startState({ name, shape, initial }: Network['state'][number]): FloatTensor {
  return { name, shape, values: new Float32Array(sizeOf(shape)).fill(initial) };
}
