import type { Player } from './player.js';

/**
 * Adds what the inputs of each player got, `amount(row, input, output)`: `count · players · outputs.length`
 * numbers.
 */
export function sumByPlayer(
  size: { readonly players: readonly Player[]; readonly count: number; readonly outputs: number },
  amount: (row: number, input: number, output: number) => number,
): Float64Array {
  const { players, count, outputs } = size;
  const sums = new Float64Array(count * players.length * outputs);
  let at = 0;
  for (let row = 0; row < count; row++) {
    for (const { inputs } of players) {
      for (let o = 0; o < outputs; o++, at++) {
        for (const input of inputs) sums[at]! += amount(row, input, o);
      }
    }
  }
  return sums;
}
