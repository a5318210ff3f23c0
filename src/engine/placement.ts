import { roundUp, sizeOf } from '../tensor/shape.js';
import type { Arena } from './arena.js';
import type { Network, Parameter, StateTensor } from './network.js';
import { storageWords } from './pack.js';

/** A parameter's place; a gradient of 0 says that it does not learn. */
export interface PlacedParameter {
  readonly parameter: Parameter;
  readonly pointer: number;
  readonly words: number;
  readonly gradient: number;
}

export interface PlacedState {
  readonly tensor: StateTensor;
  readonly pointer: number;
  readonly words: number;
}

/**
 * Where a network's parameters and state lie: those that learn in one block, with their gradients in a block of
 * the same order, so that an optimizer's step is one call.
 */
export interface Placement {
  /** In the network's order. */
  readonly parameters: readonly PlacedParameter[];
  readonly state: readonly PlacedState[];
  readonly learning: { readonly parameter: number; readonly gradient: number; readonly words: number };
}

/** Places every parameter and state tensor; gradients only where `learns`. */
export function placeNetwork(network: Network, arena: Arena, learns: boolean): Placement {
  const trainable = network.parameters.filter((parameter) => learns && parameter.trainable);
  const words = trainable.reduce((sum, parameter) => sum + storageWords(parameter), 0);
  const learning = { parameter: arena.place(words), gradient: learns ? arena.place(words) : 0, words };
  let offset = 0;
  const parameters = network.parameters.map((parameter): PlacedParameter => {
    const words = storageWords(parameter);
    if (!(learns && parameter.trainable)) {
      return { parameter, pointer: arena.place(words), words, gradient: 0 };
    }
    const placed = {
      parameter,
      pointer: learning.parameter + offset,
      words,
      gradient: learning.gradient + offset,
    };
    offset += words;
    return placed;
  });
  const state = network.state.map((tensor): PlacedState => {
    const words = roundUp(sizeOf(tensor.shape), 16);
    return { tensor, pointer: arena.place(words), words };
  });
  return { parameters, state, learning };
}
