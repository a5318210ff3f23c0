import type { ExplainMethod, Question } from './method.js';

/** Rows that are explained before anybody can look or interrupt: the first one soon, then more at a time, which is quicker. */
const rowsAtOnce = [1, 2, 4, 8];

export interface ExplainedRow {
  /** The row's number in its file. */
  readonly row: number;
  /** For each wanted output. */
  readonly prediction: readonly number[];
  /** For each feature, for each wanted output. */
  readonly values: readonly (readonly number[])[];
  /** Base value + Σ values − prediction. */
  readonly residual: readonly number[];
}

export interface Explaining {
  /** For each wanted output. */
  readonly baseValue: readonly number[];
  /** The rows, a few at a time. */
  readonly rows: Generator<readonly ExplainedRow[], void, void>;
}

/** Explains rows by a method that the question allows, for these outputs. */
export function explainRows(
  method: ExplainMethod,
  question: Question,
  rows: { readonly inputs: Float32Array; readonly rowNumbers: Uint32Array },
  outputs: readonly number[],
): Explaining {
  const explainer = method.prepare(question);
  const baseValue = outputs.map((output) => explainer.baseValue[output]!);
  function* explainAll(): Generator<readonly ExplainedRow[], void, void> {
    const { model, players } = question;
    for (let start = 0, turn = 0, count; start < rows.rowNumbers.length; start += count, turn++) {
      const atOnce = rowsAtOnce[Math.min(turn, rowsAtOnce.length - 1)]!;
      const numbers = rows.rowNumbers.subarray(start, start + atOnce);
      count = numbers.length;
      const some = rows.inputs.subarray(start * model.inputs, (start + count) * model.inputs);
      const phi = explainer.explain(some, count, outputs);
      const predicted = model.predict(some, count);
      yield Array.from(numbers, (row, r): ExplainedRow => {
        const prediction = outputs.map((output) => predicted[r * model.outputs + output]!);
        const values = players.map((_, p) => {
          const at = (r * players.length + p) * outputs.length;
          return Array.from(phi.subarray(at, at + outputs.length));
        });
        const residual = outputs.map((_, o) => {
          return values.reduce((sum, value) => sum + value[o]!, baseValue[o]!) - prediction[o]!;
        });
        return { row, prediction, values, residual };
      });
    }
  }
  return { baseValue, rows: explainAll() };
}
