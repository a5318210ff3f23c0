import { backgroundMean, playGame } from './game.js';
import { defineMethod, type Question } from './method.js';
import { varyingPlayers } from './player.js';

/** More players than this have too many coalitions. */
export const mostPlayers = 15;

export const exact = defineMethod({
  name: 'exact',
  doc: 'Shapley values by all 2ⁿ coalitions of n features, each against every background row. Assumes nothing of the model; doubles in cost with each feature, so at most 15.',
  source: 'Shapley (1953), A value for n-person games; Štrumbelj & Kononenko (2014)',
  exactness: 'exact',
  tolerance: 1e-6,
  obstacle: ({ players }) =>
    players.length > mostPlayers
      ? `exact takes at most ${mostPlayers} features, and there are ${players.length}; use kernel, or permutation`
      : null,
  prepare(question) {
    const { model, players } = question;
    const base = backgroundMean(question);
    return {
      baseValue: base,
      explain(rows, count, outputs) {
        const phi = new Float64Array(count * players.length * outputs.length);
        for (let row = 0; row < count; row++) {
          const values = rows.subarray(row * model.inputs, (row + 1) * model.inputs);
          phi.set(explainRow(question, values, base, outputs), row * players.length * outputs.length);
        }
        return phi;
      },
    };
  },
});

/** φᵢ = Σ over S without i of |S|!·(n − |S| − 1)!/n! · (v(S ∪ i) − v(S)), over the players that vary. */
function explainRow(
  question: Question,
  row: Float32Array,
  base: Float64Array,
  outputs: readonly number[],
): Float64Array {
  const { model, players, background } = question;
  const varying = varyingPlayers(players, row, background);
  const n = varying.length;
  const members = new Uint8Array(2 ** n * players.length);
  for (let s = 0; s < 2 ** n; s++) {
    varying.forEach((player, bit) => {
      if ((s >> bit) & 1) members[s * players.length + player] = 1;
    });
  }
  const v = playGame(question, row, 1, members);
  // Both ends are known without the rounding of a mean.
  v.set(base);
  v.set(model.predict(row, 1), (2 ** n - 1) * model.outputs);
  const weights = coalitionWeights(n);
  const phi = new Float64Array(players.length * outputs.length);
  for (let s = 0; s < 2 ** n; s++) {
    const weight = weights[countBits(s)]!;
    for (let bit = 0; bit < n; bit++) {
      if ((s >> bit) & 1) continue;
      const joined = s | (1 << bit);
      outputs.forEach((output, o) => {
        const gain = v[joined * model.outputs + output]! - v[s * model.outputs + output]!;
        phi[varying[bit]! * outputs.length + o]! += weight * gain;
      });
    }
  }
  return phi;
}

/** s!·(n − s − 1)!/n! for s = 0 … n − 1. */
function coalitionWeights(n: number): Float64Array {
  const weights = new Float64Array(Math.max(n, 1));
  // 1/n for s = 0, and w(s) = w(s − 1) · s/(n − s).
  weights[0] = 1 / Math.max(n, 1);
  for (let s = 1; s < n; s++) weights[s] = (weights[s - 1]! * s) / (n - s);
  return weights;
}

function countBits(value: number): number {
  let bits = 0;
  for (let rest = value; rest > 0; rest >>= 1) bits += rest & 1;
  return bits;
}
