import assert from 'node:assert/strict';
import { exact } from '../../../src/explain/exact.js';
import { methods } from '../../../src/explain/index.js';
import { kernel } from '../../../src/explain/kernel.js';
import type { ExplainMethod, Question } from '../../../src/explain/method.js';
import { permutation } from '../../../src/explain/permutation.js';
import { allOutputs, ask, distance, drawRows, makeModel, makePlayers } from './questions.js';

const rowCount = 5;

/** φ of the rows for all outputs, and what is left of base + Σφ − f. */
function explain(
  method: ExplainMethod,
  question: Question,
  rows = drawRows(rowCount, question.model.inputs, 9),
) {
  const { model, players } = question;
  const outputs = allOutputs(model);
  const count = rows.length / model.inputs;
  const explainer = method.prepare(question);
  const phi = explainer.explain(rows, count, outputs);
  const predicted = model.predict(rows, count);
  const residuals = Array.from(predicted, (value, at) => {
    const [row, output] = [Math.floor(at / model.outputs), at % model.outputs];
    const shares = players.map((_, p) => phi[(row * players.length + p) * model.outputs + output]!);
    return explainer.baseValue[output]! + shares.reduce((sum, share) => sum + share, 0) - value;
  });
  return { phi, residuals, baseValue: explainer.baseValue };
}

/** Shapley values by their definition: the mean gain over all orders of the players. */
function enumerate({ model, players, background }: Question, row: Float32Array): number[] {
  const v = (present: ReadonlySet<number>): number[] => {
    const means = new Array<number>(model.outputs).fill(0);
    for (let b = 0; b < background.count; b++) {
      const mixed = background.inputs.slice(b * model.inputs, (b + 1) * model.inputs);
      for (const player of present) for (const i of players[player]!.inputs) mixed[i] = row[i]!;
      model.predict(mixed, 1).forEach((value, o) => (means[o]! += value * background.weights[b]!));
    }
    return means;
  };
  const phi = new Array<number>(players.length * model.outputs).fill(0);
  const orders = permutationsOf(players.map((_, index) => index));
  for (const order of orders) {
    const present = new Set<number>();
    let before = v(present);
    for (const player of order) {
      present.add(player);
      const after = v(present);
      after.forEach((value, o) => {
        phi[player * model.outputs + o]! += (value - before[o]!) / orders.length;
      });
      before = after;
    }
  }
  return phi;
}

function permutationsOf(items: readonly number[]): number[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item) =>
    permutationsOf(items.filter((other) => other !== item)).map((rest) => [item, ...rest]),
  );
}

describe('methods of attribution', () => {
  const net = makeModel([6, 9, 7, 3], 'tanh', 1);
  const straight = makeModel([6, 5, 3], 'linear', 2);
  const spread = (question: Question): number => {
    const rows = drawRows(rowCount, question.model.inputs, 9);
    return Math.max(...question.model.predict(rows, rowCount).map(Math.abs));
  };

  for (const method of methods) {
    describe(method.name, () => {
      const question = ask(method.name === 'linear' ? straight : net);

      if (method.tolerance !== undefined) {
        for (const joined of [
          [],
          [
            [1, 3],
            [2, 4, 5],
          ],
        ]) {
          it(`adds up to what its table line says${joined.length > 0 ? ', features of several inputs too' : ''}`, () => {
            const asked = { ...question, players: makePlayers(6, joined) };
            const worst = distance(explain(method, asked).residuals, new Float64Array(100));
            assert.ok(worst <= method.tolerance! * spread(asked), `${worst}`);
          });
        }
      }

      it('gives a linear model coefficient × deviation', () => {
        const asked = ask(straight);
        const { phi, baseValue } = explain(method, asked);
        const rows = drawRows(rowCount, 6, 9);
        const slopes = straight.gradient!(rows, 1, [0, 1, 2]);
        // gradientTimesInput counts from the encoded zero, the others from the background's mean.
        const origin = Array.from({ length: 6 }, (_, i) =>
          method.name === 'gradientTimesInput'
            ? 0
            : Array.from({ length: 7 }, (_, b) => asked.background.inputs[b * 6 + i]!).reduce(
                (a, b) => a + b,
              ) / 7,
        );
        const expected = Array.from(phi, (_, at) => {
          const [row, i, o] = [Math.floor(at / 18), Math.floor(at / 3) % 6, at % 3];
          return slopes[o]![i]! * (rows[row * 6 + i]! - origin[i]!);
        });
        // Draws of background rows meet its mean in the long run alone.
        const tolerance = method.name === 'expectedGradients' ? 0.05 : 1e-5;
        assert.ok(distance(phi, expected) <= tolerance, `${distance(phi, expected)}`);
        assert.equal(baseValue.length, 3);
      });

      it('gives nothing to a feature that the model does not hear', () => {
        const deaf = makeModel([6, 9, 3], method.name === 'linear' ? 'linear' : 'tanh', 5, [2]);
        const { phi } = explain(method, ask(deaf));
        for (let row = 0; row < rowCount; row++) {
          for (let o = 0; o < 3; o++) assert.ok(Math.abs(phi[(row * 6 + 2) * 3 + o]!) < 1e-6);
        }
      });

      it('gives a row the same whatever stands beside it, and the same again', () => {
        const rows = drawRows(rowCount, 6, 9);
        const all = explain(method, question, rows).phi;
        const third = explain(method, question, rows.slice(12, 18)).phi;
        assert.ok(distance(third, all.subarray(36, 54)) < 1e-9);
        assert.deepEqual(explain(method, question, rows).phi, all);
      });

      it('depends on the trained weights', () => {
        const other = makeModel([6, 9, 7, 3], method.name === 'linear' ? 'linear' : 'tanh', 77);
        const { phi } = explain(method, question);
        assert.ok(distance(phi, explain(method, ask(other)).phi) > 0.05);
      });

      it('explains one output as it explains it among others', () => {
        const rows = drawRows(rowCount, 6, 9);
        const explainer = method.prepare(question);
        const all = explainer.explain(rows, rowCount, [0, 1, 2]);
        const one = explainer.explain(rows, rowCount, [2]);
        assert.ok(
          distance(
            one,
            all.filter((_, at) => at % 3 === 2),
          ) < 1e-9,
        );
      });

      it('works with a background of one row, and where row and background are the same', () => {
        const asked = ask(question.model, {}, 1);
        const { phi } = explain(method, asked);
        assert.ok(phi.every(Number.isFinite));
        if (method.name === 'gradientTimesInput') return;
        const { phi: none } = explain(method, asked, asked.background.inputs);
        assert.ok(distance(none, new Float64Array(18)) < 1e-9);
      });
    });
  }

  it('exact is the mean gain over all orders', () => {
    const question = ask(net, { players: makePlayers(6, [[1, 3]]) });
    const rows = drawRows(rowCount, 6, 9);
    const { phi } = explain(exact, question, rows);
    for (let row = 0; row < rowCount; row++) {
      const expected = enumerate(question, rows.subarray(row * 6, (row + 1) * 6));
      assert.ok(distance(phi.subarray(row * 15, (row + 1) * 15), expected) < 1e-6);
    }
  });

  it('exact gives the same to features that do the same', () => {
    const model = makeModel([4, 6, 1], 'tanh', 8);
    const twin = {
      ...model,
      predict: (rows: Float32Array, count: number) => model.predict(twinned(rows), count),
    };
    // The model sees the mean of the first two features in both places.
    const twinned = (rows: Float32Array): Float32Array =>
      rows.map((value, at) => (at % 4 < 2 ? (rows[at - (at % 4)]! + rows[at - (at % 4) + 1]!) / 2 : value));
    const row = Float32Array.of(0.7, 0.7, -1, 2);
    const background = { inputs: Float32Array.of(0, 0, 0.3, 0.1), count: 1, weights: Float64Array.of(1) };
    const { phi } = explain(exact, { ...ask(twin), background }, row);
    assert.ok(Math.abs(phi[0]! - phi[1]!) < 1e-6);
    assert.ok(Math.abs(phi[0]!) > 1e-3);
  });

  it('exact says what to use for more than 15 features', () => {
    const wide = ask(makeModel([16, 3, 1], 'tanh', 1));
    assert.match(exact.obstacle!(wide)!, /at most 15 features, and there are 16; use kernel/);
  });

  it('kernel with all coalitions is exact', () => {
    const question = ask(net);
    assert.ok(distance(explain(kernel, question).phi, explain(exact, question).phi) < 1e-5);
  });

  for (const method of [kernel, permutation]) {
    it(`${method.name} comes close to exact with a part of the coalitions, closer with more`, () => {
      const model = makeModel([13, 12, 8, 1], 'tanh', 6);
      const rows = drawRows(3, 13, 9);
      const truth = explain(exact, ask(model), rows).phi;
      const size = Math.max(...truth.map(Math.abs));
      const errorWith = (samples: number, seed: number): number =>
        distance(explain(method, ask(model, { samples, seed }), rows).phi, truth) / size;
      const few = method === kernel ? 400 : 4;
      const errors = (samples: number): number =>
        [1, 2, 3, 4].reduce((sum, seed) => sum + errorWith(samples, seed), 0) / 4;
      assert.ok(errors(few * 5) < errors(few));
      assert.ok(errors(few * 5) < 1e-2 * (method === kernel ? 1 : 5), `${errors(few * 5)}`);
      assert.notEqual(errorWith(few, 1), errorWith(few, 2));
    });
  }
});
