import type { Option } from '../option.js';

/** A penalty on a layer's weights that is added to the loss. A layer sets it by an option of the penalty's name. */
export interface Regularizer {
  readonly name: 'l1' | 'l2';
  readonly doc: string;
  readonly option: Option;
}

export function defineRegularizer(regularizer: Regularizer): Regularizer {
  return regularizer;
}
