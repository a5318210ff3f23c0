import { createRandom, purposes, shuffleInto } from '../tensor/random.js';
import { backgroundMean, playGame } from './game.js';
import { defineMethod, type Question } from './method.js';

/** Orders that are gone through where nobody asks for another number. */
const defaultOrders = 10;

export const permutation = defineMethod({
  name: 'permutation',
  doc: 'Shapley values from random orders of the features: each joins in turn, once through the order and once back, and gets what the output changes. Adds up exactly with any number of orders (10 by default, each 2n coalitions); exact for models whose features act alone or in pairs.',
  source: 'Štrumbelj & Kononenko (2014); antithetic orders: Mitchell et al. (2022)',
  exactness: 'sampled',
  tolerance: 1e-6,
  samples: { unit: 'orders a row', standard: () => defaultOrders },
  prepare(question) {
    const { players, seed, samples } = question;
    const n = players.length;
    const orders = Array.from({ length: samples ?? defaultOrders }, (_, index) => {
      const order = new Uint32Array(n);
      shuffleInto(order, createRandom(seed, purposes.attribution, index));
      return order;
    });
    const members = orders.map((order) => prefixesOf(order));
    const base = backgroundMean(question);
    return {
      baseValue: base,
      explain(rows, count, outputs) {
        const { model } = question;
        const predicted = model.predict(rows, count);
        const phi = new Float64Array(count * n * outputs.length);
        orders.forEach((order, index) => {
          const v = playGame(question, rows, count, members[index]!);
          // Both ends are known without the rounding of a mean.
          for (let row = 0; row < count; row++) {
            v.set(base, row * 2 * n * model.outputs);
            const ofRow = predicted.subarray(row * model.outputs, (row + 1) * model.outputs);
            v.set(ofRow, (row * 2 * n + n) * model.outputs);
          }
          const share = 1 / (2 * orders.length);
          addGains({ question, v, order, share, count, outputs }, phi);
        });
        return phi;
      },
    };
  },
});

/** Coalitions of the first 0 … n of the order, then of the last 1 … n − 1. */
function prefixesOf(order: Uint32Array): Uint8Array {
  const n = order.length;
  const members = new Uint8Array(2 * n * n);
  for (let s = 0; s <= n; s++) for (let i = 0; i < s; i++) members[s * n + order[i]!] = 1;
  for (let s = 1; s < n; s++) for (let i = n - s; i < n; i++) members[(n + s) * n + order[i]!] = 1;
  return members;
}

function addGains(
  work: {
    readonly question: Question;
    readonly v: Float64Array;
    readonly order: Uint32Array;
    readonly share: number;
    readonly count: number;
    readonly outputs: readonly number[];
  },
  phi: Float64Array,
): void {
  const { question, v, order, share, count, outputs } = work;
  const n = order.length;
  const width = question.model.outputs;
  /** Where the coalition of the last s players of the order stands. */
  const backward = (s: number): number => (s === 0 ? 0 : s === n ? n : n + s);
  for (let row = 0; row < count; row++) {
    const valueOf = (coalition: number, output: number): number =>
      v[(row * 2 * n + coalition) * width + output]!;
    outputs.forEach((output, o) => {
      for (let i = 0; i < n; i++) {
        const forward = valueOf(i + 1, output) - valueOf(i, output);
        const back = valueOf(backward(n - i), output) - valueOf(backward(n - i - 1), output);
        phi[(row * n + order[i]!) * outputs.length + o]! += share * (forward + back);
      }
    });
  }
}
