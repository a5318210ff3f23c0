import { createRandom, purposes, shuffleInto } from '../tensor/random.js';

/**
 * Which of `count` rows are explained, at most `most`, in an order drawn by the seed, so that the first of them say
 * something of all. The row at `first` comes first and is always among them.
 */
export function chooseRows(count: number, most: number, seed: number, first: number | null): Uint32Array {
  const order = new Uint32Array(count);
  shuffleInto(order, createRandom(seed, purposes.attribution, 1));
  if (first !== null) {
    const at = order.indexOf(first);
    order.copyWithin(1, 0, at);
    order[0] = first;
  }
  return order.slice(0, most);
}
