import type { Question } from './method.js';

/** Rows that are composed and predicted at once, so that they stay in the cache. */
const batchRows = 1024;

/**
 * The game that Shapley values divide: v(S) is the mean output over the background when the players of S have the
 * row's values and the others a background row's (interventional expectation; Janzing et al. 2020). `members` has
 * a byte a player for each coalition. Returns `count · coalitions · outputs`.
 */
export function playGame(
  { model, players, background }: Question,
  rows: Float32Array,
  count: number,
  members: Uint8Array,
): Float64Array {
  const coalitions = members.length / players.length;
  const masks = new Uint8Array(coalitions * model.inputs);
  for (let s = 0; s < coalitions; s++) {
    players.forEach(({ inputs }, p) => {
      if (members[s * players.length + p] === 0) return;
      for (const input of inputs) masks[s * model.inputs + input] = 1;
    });
  }
  const mixture = { rows, count, background, masks, coalitions };
  return model.predictMixed?.(mixture) ?? predictComposed(model, mixture);
}

type Model = Question['model'];

/** Composes every mixture and predicts it. */
function predictComposed(
  { inputs: width, outputs, predict }: Pick<Model, 'inputs' | 'outputs' | 'predict'>,
  { rows, count, background, masks, coalitions }: Parameters<NonNullable<Model['predictMixed']>>[0],
): Float64Array {
  const means = new Float64Array(count * coalitions * outputs);
  const batch = new Float32Array(batchRows * width);
  const owners = new Int32Array(batchRows);
  const shares = new Float64Array(batchRows);
  let filled = 0;
  const flush = (): void => {
    const predicted = predict(batch.subarray(0, filled * width), filled);
    for (let i = 0; i < filled; i++) {
      for (let o = 0; o < outputs; o++)
        means[owners[i]! * outputs + o]! += shares[i]! * predicted[i * outputs + o]!;
    }
    filled = 0;
  };
  for (let row = 0; row < count; row++) {
    for (let s = 0; s < coalitions; s++) {
      for (let b = 0; b < background.count; b++) {
        for (let i = 0; i < width; i++) {
          batch[filled * width + i] =
            masks[s * width + i] === 1 ? rows[row * width + i]! : background.inputs[b * width + i]!;
        }
        owners[filled] = row * coalitions + s;
        shares[filled] = background.weights[b]!;
        if (++filled === batchRows) flush();
      }
    }
  }
  if (filled > 0) flush();
  return means;
}

/** The mean output over the background, v(∅). */
export function backgroundMean({ model, background }: Question): Float64Array {
  const predicted = model.predict(background.inputs, background.count);
  const means = new Float64Array(model.outputs);
  for (let b = 0; b < background.count; b++) {
    for (let o = 0; o < model.outputs; o++)
      means[o]! += background.weights[b]! * predicted[b * model.outputs + o]!;
  }
  return means;
}
