import type { Preprocessing } from '../data/preprocessing.js';
import { readOutput } from './outputs.js';

/** How many of the rows that the network gets most wrong are named. */
const worstCount = 20;
/** Points of a scatter; of more rows every so many-th is shown. */
const mostPoints = 5000;
/** A probability of 0 has no logarithm. */
const least = 1e-12;

/** A row that the network is far off at. */
export interface WorstRow {
  /** Place among the rows judged. */
  readonly index: number;
  /** Row number in the file, from 0, header not counted. */
  readonly row: number;
  readonly actual: string;
  readonly predicted: string;
  /** −log p of what is true, or |error| in the target's units. */
  readonly loss: number;
}

/** Precision, recall and their harmonic mean of one class or label; null where there is nothing to divide by. */
export interface ClassScores {
  readonly name: string;
  /** Rows that are of it. */
  readonly support: number;
  readonly precision: number | null;
  readonly recall: number | null;
  readonly f1: number | null;
}

export type Judged = { readonly worst: readonly WorstRow[] } & (
  | {
      readonly kind: 'classes';
      readonly accuracy: number;
      readonly loss: number;
      /** Of a language: e to the loss. */
      readonly perplexity?: number;
      readonly classes: readonly ClassScores[];
      /** `classes²`, actual by predicted; null for labels, of which a row has several, and for very many tokens. */
      readonly confusion: Uint32Array | null;
    }
  | {
      readonly kind: 'values';
      readonly targets: readonly {
        readonly name: string;
        readonly meanAbsoluteError: number;
        readonly rootMeanSquareError: number;
        /** 1 − Σ(y − t)² / Σ(t − mean)²; null where all actual values are the same. */
        readonly r2: number | null;
        /** Of the rows shown. */
        readonly actual: Float64Array;
        readonly predicted: Float64Array;
      }[];
    }
);

/**
 * Holds a network's own outputs for some rows (`raw`, row by row) against what is true of them, encoded as in
 * training. Values are judged in their original units.
 */
export function judgeRows(
  preprocessing: Preprocessing,
  raw: Float32Array,
  truth: Float32Array,
  rowNumbers: ArrayLike<number>,
): Judged {
  const { target } = preprocessing;
  const count = rowNumbers.length;
  const width = count === 0 ? 0 : raw.length / count;
  // Read anew each time: of many rows and classes the numbers would take gigabytes.
  const outputOf = (i: number): number[] =>
    readOutput(preprocessing, raw.subarray(i * width, (i + 1) * width));
  const numbered = { count, outputOf, truth, rowNumbers };
  if (target.kind === 'values') return judgeValues(target, numbered);
  return target.kind === 'labels'
    ? judgeLabels(target.columns, numbered)
    : judgeClasses(target.classes.map(String), numbered);
}

interface Rows {
  readonly count: number;
  readonly outputOf: (row: number) => readonly number[];
  readonly truth: Float32Array;
  readonly rowNumbers: ArrayLike<number>;
}

function judgeClasses(classes: readonly string[], { count, outputOf, truth, rowNumbers }: Rows): Judged {
  const size = classes.length;
  const confusion = new Uint32Array(size * size);
  const losses = new Float64Array(count);
  const guesses = new Int32Array(count);
  let right = 0;
  for (let i = 0; i < count; i++) {
    const output = outputOf(i);
    // A binary task has one output, the probability of the second class.
    const shares = output.length === 1 ? [1 - output[0]!, output[0]!] : output;
    const actual = truth[i]!;
    const guess = output.length === 1 ? Number(output[0]! >= 0.5) : shares.indexOf(Math.max(...shares));
    guesses[i] = guess;
    confusion[actual * size + guess]!++;
    right += Number(guess === actual);
    losses[i] = -Math.log(Math.max(least, shares[actual]!));
  }
  const scores = classes.map((name, at) => {
    let [actual, predicted] = [0, 0];
    for (let other = 0; other < size; other++) {
      actual += confusion[at * size + other]!;
      predicted += confusion[other * size + at]!;
    }
    return scoreClass(name, confusion[at * size + at]!, actual, predicted);
  });
  return {
    kind: 'classes',
    accuracy: right / count,
    loss: meanOf(losses),
    classes: scores,
    confusion,
    worst: pickWorst(losses).map((index) => ({
      index,
      row: rowNumbers[index]!,
      actual: classes[truth[index]!]!,
      predicted: classes[guesses[index]!]!,
      loss: losses[index]!,
    })),
  };
}

function judgeLabels(labels: readonly string[], { count, outputOf, truth, rowNumbers }: Rows): Judged {
  const size = labels.length;
  const hits = labels.map(() => ({ both: 0, actual: 0, predicted: 0 }));
  const losses = new Float64Array(count);
  let right = 0;
  for (let i = 0; i < count; i++) {
    outputOf(i).forEach((share, label) => {
      const actual = truth[i * size + label]! >= 0.5;
      const guess = share >= 0.5;
      const hit = hits[label]!;
      hit.actual += Number(actual);
      hit.predicted += Number(guess);
      hit.both += Number(actual && guess);
      right += Number(actual === guess);
      losses[i]! -= Math.log(Math.max(least, actual ? share : 1 - share)) / size;
    });
  }
  const names = (isOf: (label: number) => boolean): string =>
    labels.filter((_, label) => isOf(label)).join(', ') || 'none';
  return {
    kind: 'classes',
    accuracy: right / (count * size),
    loss: meanOf(losses),
    classes: labels.map((name, label) => {
      const { both, actual, predicted } = hits[label]!;
      return scoreClass(name, both, actual, predicted);
    }),
    confusion: null,
    worst: pickWorst(losses).map((index) => {
      const output = outputOf(index);
      return {
        index,
        row: rowNumbers[index]!,
        actual: names((label) => truth[index * size + label]! >= 0.5),
        predicted: names((label) => output[label]! >= 0.5),
        loss: losses[index]!,
      };
    }),
  };
}

function judgeValues(
  {
    columns,
    offset,
    scale,
  }: { columns: readonly string[]; offset: readonly number[]; scale: readonly number[] },
  { count, outputOf, truth, rowNumbers }: Rows,
): Judged {
  const size = columns.length;
  const outputs = new Float64Array(count * size);
  for (let row = 0; row < count; row++) outputs.set(outputOf(row), row * size);
  const actualOf = (row: number, target: number): number =>
    truth[row * size + target]! / scale[target]! + offset[target]!;
  const every = Math.max(1, Math.ceil(count / mostPoints));
  const shown = Math.ceil(count / every);
  /** Of each row, its largest error in deviations of its target, by which rows are put in order. */
  const relative = new Float64Array(count);
  const targets = columns.map((name, target) => {
    const actual = Float64Array.from({ length: count }, (_, row) => actualOf(row, target));
    const errors = actual.map((value, row) => outputs[row * size + target]! - value);
    const mean = meanOf(actual);
    const spread = meanOf(actual.map((value) => (value - mean) ** 2));
    const squared = meanOf(errors.map((error) => error * error));
    errors.forEach((error, row) => {
      relative[row] = Math.max(relative[row]!, Math.abs(error) / (Math.sqrt(spread) || 1));
    });
    return {
      name,
      meanAbsoluteError: meanOf(errors.map(Math.abs)),
      rootMeanSquareError: Math.sqrt(squared),
      r2: spread > 0 ? 1 - squared / spread : null,
      actual: Float64Array.from({ length: shown }, (_, i) => actual[i * every]!),
      predicted: Float64Array.from({ length: shown }, (_, i) => outputs[i * every * size + target]!),
    };
  });
  const list = (values: readonly number[]): string =>
    values.map((value) => String(Number(value.toPrecision(5)))).join(', ');
  return {
    kind: 'values',
    targets,
    worst: pickWorst(relative).map((index) => {
      const actual = columns.map((_, target) => actualOf(index, target));
      const predicted = [...outputs.subarray(index * size, (index + 1) * size)];
      const errors = actual.map((value, target) => Math.abs(predicted[target]! - value));
      return {
        index,
        row: rowNumbers[index]!,
        actual: list(actual),
        predicted: list(predicted),
        loss: Math.max(...errors),
      };
    }),
  };
}

/** Scores of a class from the rows that are it and called so, that are it, and that are called so. */
export function scoreClass(name: string, both: number, actual: number, predicted: number): ClassScores {
  const precision = predicted > 0 ? both / predicted : null;
  const recall = actual > 0 ? both / actual : null;
  const f1 = actual + predicted > 0 ? (2 * both) / (actual + predicted) : null;
  return { name, support: actual, precision, recall, f1 };
}

const meanOf = (values: Float64Array): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** Places of the largest, the largest first; equals in their order. */
function pickWorst(losses: Float64Array): number[] {
  return Array.from(losses.keys())
    .sort((a, b) => losses[b]! - losses[a]! || a - b)
    .slice(0, worstCount);
}
