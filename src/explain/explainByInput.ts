import type { Explainer, Question } from './method.js';
import { sumByPlayer } from './sumByPlayer.js';

/** Rows whose points pass through the model in one go. */
const rowsAtOnce = 16;

/**
 * For methods that give every input an amount: `measure` gets a few rows and returns for each output as many numbers
 * as they have; what the inputs of a player got is added up.
 */
export function explainByInput(
  { model, players }: Question,
  measure: (rows: Float32Array, outputs: readonly number[]) => readonly Float64Array[],
): Explainer['explain'] {
  return (rows, count, outputs) => {
    const phi = new Float64Array(count * players.length * outputs.length);
    for (let start = 0; start < count; start += rowsAtOnce) {
      const taken = Math.min(rowsAtOnce, count - start);
      const some = rows.subarray(start * model.inputs, (start + taken) * model.inputs);
      const amounts = measure(some, outputs);
      const sums = sumByPlayer(
        { players, count: taken, outputs: outputs.length },
        (row, i, o) => amounts[o]![row * model.inputs + i]!,
      );
      phi.set(sums, start * players.length * outputs.length);
    }
    return phi;
  };
}
