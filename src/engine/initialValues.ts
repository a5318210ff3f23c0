import { createRandom, purposes } from '../tensor/random.js';
import { sizeOf } from '../tensor/shape.js';
import type { FloatTensor } from '../tensor/tensor.js';
import { findInitializer } from './initializers/index.js';
import type { Network } from './network.js';

/** A network's weights and state as they start: each parameter drawn from the seed by its place. */
export function initialValues(network: Network, seed: number): FloatTensor[] {
  const parameters = network.parameters.map((parameter, index) => {
    const values = new Float32Array(sizeOf(parameter.shape));
    const random = createRandom(seed, purposes.initialize, index);
    findInitializer(parameter.init.type)!.fill(parameter.init, parameter, random, values);
    return { name: parameter.name, shape: parameter.shape, values };
  });
  const state = network.state.map(({ name, shape, initial }) => ({
    name,
    shape,
    values: new Float32Array(sizeOf(shape)).fill(initial),
  }));
  return [...parameters, ...state];
}
