/**
 * Our attribution as a peer: `node explain.mjs TASK` prints `{"seconds","firstSeconds","residual"}` for one task on the digits (64
 * pixels, a network of 256 and 128) or on a table like adult's (14 features in 108 inputs, a network of 64 and 32).
 * Weights are drawn: what it takes does not depend on what was learnt.
 */
import { readFileSync } from 'node:fs';
import { buildNetwork } from '../../src/engine/build.js';
import type { LayerConfig, NetworkConfig } from '../../src/engine/config.js';
import { initialValues } from '../../src/engine/initialValues.js';
import { createPredictor } from '../../src/engine/predictor.js';
import { clusterBackground } from '../../src/explain/clusterBackground.js';
import { explainRows } from '../../src/explain/explain.js';
import { explainModel } from '../../src/explain/explainModel.js';
import { findMethod } from '../../src/explain/index.js';
import { drawBackground, takeBackground } from '../../src/explain/background.js';
import type { Question } from '../../src/explain/method.js';
import type { Player } from '../../src/explain/player.js';
import type { Model } from '../../src/model/model.js';
import { createWasmMachine } from '../../src/tensor/kernels/loader.js';
import { createRandom } from '../../src/tensor/random.js';

const binaries = {
  simd: new Uint8Array(readFileSync('dist/kernels/simd.wasm')),
  relaxedSimd: new Uint8Array(readFileSync('dist/kernels/relaxed-simd.wasm')),
};

/** A dense network as a model; the parts of `Model` that attribution does not read are left out. */
function makeModel(sizes: readonly number[]): Model {
  const layers = sizes.slice(1).map((units, index): LayerConfig => ({
    type: 'dense',
    name: `dense${index + 1}`,
    index,
    units,
    ...(index < sizes.length - 2 && { activation: 'relu' }),
  }));
  const network: NetworkConfig = { inputShape: [sizes[0]!], outputs: sizes.at(-1)!, layers, freeze: [] };
  const weights = initialValues(buildNetwork(network).network!, 1);
  const createMachine = (words: number) => createWasmMachine(binaries, words, false);
  const predictor = createPredictor(network, weights, (words) => createWasmMachine(binaries, words, true));
  const target = { kind: 'class', column: 'class', classes: [] };
  return {
    network,
    weights,
    createMachine,
    preprocessing: { target },
    predictRaw: (inputs: Float32Array, count: number) => predictor.predict(inputs, count),
  } as unknown as Model;
}

/** The digits' pixels, each from 0 to 1. */
function readDigits(): Float32Array {
  const lines = readFileSync('test/fixtures/data/digits.csv', 'utf8').trim().split('\n').slice(1);
  return Float32Array.from(
    lines.flatMap((line) =>
      line
        .split(',')
        .slice(0, 64)
        .map((cell) => Number(cell) / 16),
    ),
  );
}

/** Rows of six numbers and eight categories. */
const categories = [8, 16, 7, 14, 6, 5, 4, 42];
function drawAdults(count: number): { rows: Float32Array; players: Player[] } {
  const widths = [1, 1, 1, 1, 1, 1, ...categories];
  const width = widths.reduce((sum, each) => sum + each, 0);
  const random = createRandom(2, 105);
  const rows = new Float32Array(count * width);
  const players: Player[] = [];
  let start = 0;
  widths.forEach((size, p) => {
    players.push({ name: `x${p}`, inputs: Array.from({ length: size }, (_, i) => start + i) });
    for (let row = 0; row < count; row++) {
      const element = row * widths.length + p;
      if (size === 1) rows[row * width + start] = random.normal(element);
      else rows[row * width + start + Math.floor(random.uniform(element) * size)] = 1;
    }
    start += size;
  });
  return { rows, players };
}

interface Task {
  readonly method: string;
  readonly on: 'digits' | 'adult';
  readonly rows: number;
  readonly background: number | 'clusters';
  readonly samples?: number;
  /** Only the class that each row predicts. */
  readonly predicted?: boolean;
}

const tasks: Readonly<Record<string, Task>> = {
  'kernel-clusters': { method: 'kernel', on: 'digits', rows: 100, background: 'clusters' },
  'kernel-rows': { method: 'kernel', on: 'digits', rows: 100, background: 100 },
  exact: { method: 'exact', on: 'adult', rows: 1, background: 100 },
  deep: { method: 'deep', on: 'digits', rows: 1000, background: 100, predicted: true },
  expectedGradients: {
    method: 'expectedGradients',
    on: 'digits',
    rows: 1000,
    background: 100,
    samples: 200,
    predicted: true,
  },
};

/** The model, and what is asked of it. */
function ask({ on, background, samples }: Pick<Task, 'on' | 'background' | 'samples'>) {
  const isDigits = on === 'digits';
  const model = explainModel(makeModel(isDigits ? [64, 256, 128, 10] : [6 + 102, 64, 32, 1]));
  const digits = Array.from({ length: 64 }, (_, i) => ({ name: `pixel ${i}`, inputs: [i] }));
  const { rows: inputs, players } = isDigits ? { rows: readDigits(), players: digits } : drawAdults(500);
  const width = model.inputs;
  const count = inputs.length / width;
  const question: Question = {
    model,
    players,
    background:
      background === 'clusters'
        ? clusterBackground(inputs, width, 10, 0)
        : takeBackground(inputs, width, drawBackground(count, background, 0)),
    seed: 0,
    ...(samples !== undefined && { samples }),
  };
  return { question, inputs, count };
}

function run(task: Task): { seconds: number; firstSeconds: number; residual: number } {
  const { question, inputs, count } = ask(task);
  const { model } = question;
  const width = model.inputs;
  const { method, rows, predicted } = task;
  const started = performance.now();
  let firstSeconds = 0;
  const byOutput = groupRows(model, inputs, Math.min(rows, count), predicted === true);
  let residual = 0;
  for (const [outputs, numbers] of byOutput) {
    const chosen = new Float32Array(numbers.length * width);
    numbers.forEach((row, i) => chosen.set(inputs.subarray(row * width, (row + 1) * width), i * width));
    const explained = { inputs: chosen, rowNumbers: Uint32Array.from(numbers) };
    for (const some of explainRows(findMethod(method)!, question, explained, outputs).rows) {
      firstSeconds ||= (performance.now() - started) / 1000;
      for (const row of some) residual = Math.max(residual, ...row.residual.map(Math.abs));
    }
  }
  return { seconds: (performance.now() - started) / 1000, firstSeconds, residual };
}

/** Rows of the table that are explained with every budget. */
const budgetRows = 8;

/**
 * How far what sampling methods give is from the Shapley values of the table, by the number of samples: root mean
 * square over rows and features, as a share of the Shapley values' own, and the largest residual.
 */
function measureBudgets(): readonly { method: string; samples: number; error: number; residual: number }[] {
  const { question, inputs } = ask({ on: 'adult', background: 20 });
  const rows = {
    inputs: inputs.subarray(0, budgetRows * question.model.inputs),
    rowNumbers: Uint32Array.from({ length: budgetRows }, (_, row) => row),
  };
  const explainBy = (method: string, samples?: number) => {
    const asked = samples === undefined ? question : { ...question, samples };
    return [...explainRows(findMethod(method)!, asked, rows, [0]).rows].flat();
  };
  const square = (values: readonly number[]): number => values.reduce((sum, value) => sum + value ** 2, 0);
  const exact = explainBy('exact').flatMap(({ values }) => values.flat());
  return budgets.flatMap(([method, all]) =>
    all.map((samples) => {
      const explained = explainBy(method, samples);
      const values = explained.flatMap((row) => row.values.flat());
      return {
        method,
        samples,
        error: Math.sqrt(square(values.map((value, i) => value - exact[i]!)) / square(exact)),
        residual: Math.max(...explained.flatMap((row) => row.residual.map(Math.abs))),
      };
    }),
  );
}

const budgets = [
  ['kernel', [32, 128, 512, 2048, 8192]],
  ['permutation', [1, 4, 16, 64, 256]],
  ['expectedGradients', [64, 256, 1024, 4096, 16384]],
] as const;

function groupRows(
  model: ReturnType<typeof explainModel>,
  inputs: Float32Array,
  count: number,
  predicted: boolean,
): (readonly [outputs: number[], rows: number[]])[] {
  const all = Array.from({ length: count }, (_, row) => row);
  const outputs = Array.from({ length: model.outputs }, (_, output) => output);
  if (!predicted) return [[outputs, all]];
  const logits = model.predict(inputs.subarray(0, count * model.inputs), count);
  const classOf = (row: number): number => {
    const own = logits.subarray(row * model.outputs, (row + 1) * model.outputs);
    return own.indexOf(Math.max(...own));
  };
  return outputs.map((output) => [[output], all.filter((row) => classOf(row) === output)] as const);
}

if (process.argv[2] === 'budgets') {
  console.log(JSON.stringify(measureBudgets()));
  process.exit();
}
const task = tasks[process.argv[2] ?? ''];
if (!task) throw new Error(`There is no task ${process.argv[2]}; known are ${Object.keys(tasks).join(', ')}`);
const { user } = process.cpuUsage();
const measured = run(task);
console.log(JSON.stringify({ ...measured, cpuSeconds: (process.cpuUsage().user - user) / 1e6 }));
