import { chooseCoalitions, type Coalitions } from './coalitions.js';
import { backgroundMean, playGame } from './game.js';
import { defineMethod, type Question } from './method.js';
import { varyingPlayers } from './player.js';
import { createRegression, type Regression } from './regression.js';

/** Coalitions asked for n features: shap's 2n + 2048. */
export function defaultBudget(players: number): number {
  return 2 * players + 2048;
}

export const kernel = defineMethod({
  name: 'kernel',
  doc: 'Shapley values by a weighted regression over coalitions of features (KernelSHAP), 2n + 2048 of them by default, each against every background row. Assumes nothing of the model. Adds up by construction; what is sampled is how it is shared out. With all coalitions it is exact.',
  source: 'Lundberg & Lee (2017), A unified approach to interpreting model predictions, theorem 2',
  exactness: 'sampled',
  tolerance: 1e-5,
  samples: { unit: 'coalitions a row', standard: defaultBudget },
  prepare(question) {
    const { model, players } = question;
    const base = backgroundMean(question);
    const designs = new Map<string, Design>();
    return {
      baseValue: base,
      explain(rows, count, outputs) {
        const width = players.length * outputs.length;
        const phi = new Float64Array(count * width);
        const predicted = model.predict(rows, count);
        for (const { varying, members } of groupByVarying(question, rows, count)) {
          const key = varying.join();
          const design = designs.get(key) ?? createDesign(question, varying);
          designs.set(key, design);
          const chosen = new Float32Array(members.length * model.inputs);
          members.forEach((row, i) =>
            chosen.set(rows.subarray(row * model.inputs, (row + 1) * model.inputs), i * model.inputs),
          );
          const v = playGame(question, chosen, members.length, design.members);
          members.forEach((row, i) => {
            outputs.forEach((output, o) => {
              const shares = design.solve(
                (s) => {
                  return v[(i * design.count + s) * model.outputs + output]! - base[output]!;
                },
                predicted[row * model.outputs + output]! - base[output]!,
              );
              varying.forEach((player, p) => {
                phi[row * width + player * outputs.length + o] = shares[p]!;
              });
            });
          });
        }
        return phi;
      },
    };
  },
});

/** Rows in which the same players vary: they share their coalitions. */
function groupByVarying(
  { model, players, background }: Question,
  rows: Float32Array,
  count: number,
): { readonly varying: readonly number[]; readonly members: number[] }[] {
  const groups = new Map<string, { varying: readonly number[]; members: number[] }>();
  for (let row = 0; row < count; row++) {
    const values = rows.subarray(row * model.inputs, (row + 1) * model.inputs);
    const varying = varyingPlayers(players, values, background);
    const group = groups.get(varying.join()) ?? { varying, members: [] };
    group.members.push(row);
    groups.set(varying.join(), group);
  }
  return [...groups.values()];
}

interface Design {
  readonly count: number;
  /** A byte a player, also of those that do not vary. */
  readonly members: Uint8Array;
  readonly solve: Regression;
}

function createDesign({ players, seed, samples }: Question, varying: readonly number[]): Design {
  const n = varying.length;
  const coalitions: Coalitions = chooseCoalitions(n, samples ?? defaultBudget(n), seed);
  const members = new Uint8Array(coalitions.count * players.length);
  for (let s = 0; s < coalitions.count; s++) {
    varying.forEach((player, p) => {
      members[s * players.length + player] = coalitions.members[s * n + p]!;
    });
  }
  return { count: coalitions.count, members, solve: createRegression(coalitions) };
}
