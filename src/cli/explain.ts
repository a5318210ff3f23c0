import { resolve } from 'node:path';
import { filesBeside } from '../data/node.js';
import type { EncodedRows } from '../data/apply.js';
import {
  defaultBackgroundRows,
  defaultTextBackgroundRows,
  drawBackground,
  takeBackground,
} from '../explain/background.js';
import { explainRows, type ExplainedRow } from '../explain/explain.js';
import { explainModel } from '../explain/explainModel.js';
import { readFeatureValues } from '../explain/featureValues.js';
import { measureImportance } from '../explain/importance.js';
import { chooseMethod, findMethod, methods } from '../explain/index.js';
import type { ExplainMethod, Question } from '../explain/method.js';
import {
  outputKinds,
  outputObstacle,
  standardOutput,
  withOutput,
  type OutputKind,
} from '../explain/outputKind.js';
import { playersOf } from '../explain/players.js';
import type { Model } from '../model/model.js';
import { metricOf, score } from '../model/score.js';
import { readTrainingData } from '../model/trainingData.js';
import { nodeFileSystem } from '../runs/node.js';
import { RefusedError } from '../training/refusedError.js';
import { readCount, readText, UsageError, type Command, type CommandInput } from './command.js';
import { exitCodes } from './exitCodes.js';
import { showAttribution, showImportance } from './explainTable.js';
import { encodeFile, openCheckpoint } from './openCheckpoint.js';
import type { Terminal } from './terminal.js';

const importance = 'importance';
const methodNames = [...methods.map(({ name }) => name), importance].join(', ');

export const explain: Command = {
  name: 'explain',
  usage: 'RUN|MODEL DATA [--method M] [--output O] [--background N] [--rows A:B] [--seed N] [--json]',
  summary: 'Says how much each feature moved each prediction, in numbers that add up.',
  help: [
    ['RUN', 'the folder of a run: its best checkpoint is taken, and a background from its training rows'],
    [
      'MODEL',
      'a checkpoint (*.safetensors), or an ONNX model whose input takes the first columns of DATA; the background is drawn from DATA',
    ],
    [
      'DATA',
      'a table with the columns that the network was trained on, the target may be missing; or a text, of which the end is explained: which characters move what follows',
    ],
    [
      '--method M',
      `${methodNames}; default: linear for a linear model, exact where that is quick, else kernel`,
    ],
    [
      '--output O',
      'what of a class is explained: logit (the default) or probability; of a target it is its value',
    ],
    ['--background N', `rows that absent features are taken from (${defaultBackgroundRows})`],
    ['--rows A:B', 'the rows from A to before B, counted from 0'],
    ['--seed N', 'draws the background and the samples (0)'],
    ['--json', 'every value of every row as JSON, instead of a table'],
  ],
  options: {
    method: { type: 'string' },
    output: { type: 'string' },
    background: { type: 'string' },
    rows: { type: 'string' },
    seed: { type: 'string' },
    json: { type: 'boolean' },
  },
  positionals: 2,
  run: async ({ positionals, options, terminal, onInterrupt }) => {
    const [modelPath, dataPath] = positionals.map((path) => resolve(path)) as [string, string];
    const name = readText(options, 'method');
    if (name !== undefined && name !== importance && !findMethod(name)) {
      throw new UsageError(`There is no method "${name}". Known are ${methodNames}.`);
    }
    const range = readRange(options);
    const seed = readSeed(options);
    const model = await openCheckpoint(modelPath, dataPath);
    const readsText = model.preprocessing.task === 'language';
    if (readsText && name === importance) {
      throw new RefusedError(
        'importance deals the values of a feature to other rows, and a text has none; use another method.',
        'method',
      );
    }
    const output = readOutputKind(options) ?? standardOutput(model);
    const noOutput = outputObstacle(model, output);
    if (noOutput !== null) throw new RefusedError(`${noOutput}.`, 'output');
    const all = await encodeFile(model, dataPath, terminal);
    // Of a text what follows is asked, where nothing else is.
    const last = { from: all.count - 1, to: all.count };
    const rows = selectRange(all, range ?? (readsText ? last : null), dataPath);
    if (name === importance) {
      explainImportance({ model, rows, seed, terminal, json: options['json'] === true });
      return exitCodes.done;
    }

    const wanted =
      readCount(options, 'background') ?? (readsText ? defaultTextBackgroundRows : defaultBackgroundRows);
    const background = await readBackground(modelPath, model, all, terminal);
    const question: Question = {
      model: explainModel(withOutput(model, output)),
      players: playersOf(model.preprocessing),
      background: takeBackground(
        background.inputs,
        model.preprocessing.inputs,
        drawBackground(background.count, wanted, seed),
      ),
      seed,
    };
    const method = (name === undefined ? undefined : findMethod(name)) ?? chooseMethod(question, rows.count);
    const obstacle = method.obstacle?.(question) ?? null;
    if (obstacle !== null) throw new RefusedError(`${obstacle}.`, 'method');
    const attribution = await explainAll(method, question, rows, terminal, onInterrupt);
    if (attribution === null) return exitCodes.interrupted;
    const { classes } = model;
    const texts = readsText ? { texts: readTexts(model, rows) } : {};
    const facts = {
      method: method.name,
      output,
      features: question.players.map((player) => player.name),
      classes,
      ...attribution,
      ...texts,
    };
    if (options['json']) terminal.out(`${JSON.stringify(facts)}\n`);
    else {
      const described = { count: question.background.count, from: background.from };
      showAttribution(terminal, method, described, facts);
    }
    return exitCodes.done;
  },
};

/** All rows, a few at a time so that the command can be interrupted; null where it was. */
async function explainAll(
  method: ExplainMethod,
  question: Question,
  rows: EncodedRows,
  terminal: Terminal,
  onInterrupt: CommandInput['onInterrupt'],
): Promise<{ baseValue: readonly number[]; rows: ExplainedRow[] } | null> {
  let isStopped = false;
  onInterrupt(() => (isStopped = true));
  const outputs = Array.from({ length: question.model.outputs }, (_, output) => output);
  const explaining = explainRows(method, question, rows, outputs);
  const explained: ExplainedRow[] = [];
  for (const some of explaining.rows) {
    explained.push(...some);
    if (terminal.interactive && explained.length < rows.count) {
      terminal.error(`\r${method.name}: ${explained.length} of ${rows.count} rows`);
    }
    await new Promise(setImmediate);
    if (isStopped) return null;
  }
  if (terminal.interactive) terminal.error('\r\u001b[K');
  return { baseValue: explaining.baseValue, rows: explained };
}

/** The tokens of each row of a text. */
function readTexts({ preprocessing }: Model, { inputs, count }: EncodedRows): string[][] {
  const { inputs: width } = preprocessing;
  return Array.from({ length: count }, (_, row) =>
    readFeatureValues(preprocessing, inputs.subarray(row * width, (row + 1) * width)).map(String),
  );
}

/** A background to draw from, and what it is called. */
interface BackgroundRows {
  readonly inputs: Float32Array;
  readonly count: number;
  readonly from: string;
}

/** A run's training rows; the rows of the data where there is no run, or its data is gone. */
async function readBackground(
  path: string,
  model: Model,
  data: EncodedRows,
  terminal: Terminal,
): Promise<BackgroundRows> {
  const fallback = { inputs: data.inputs, count: data.count, from: 'the data' };
  const training = await readTrainingData(nodeFileSystem, path, model, filesBeside);
  if (!training) return fallback;
  const { dataset, warning } = training;
  if (warning) {
    const from = dataset ? 'what it is now' : 'the data';
    terminal.error(`netweight: the background is drawn from ${from}: ${warning}\n`);
  }
  if (!dataset) return fallback;
  const { inputs, count } = dataset.train;
  return { inputs, count, from: 'the training rows' };
}

function explainImportance(work: {
  readonly model: Model;
  readonly rows: EncodedRows;
  readonly seed: number;
  readonly terminal: Terminal;
  readonly json: boolean;
}): void {
  const { model, rows, seed, terminal, json } = work;
  const { inputs, targets, count } = rows;
  if (!targets || targets.some(Number.isNaN)) {
    throw new RefusedError(
      'importance compares predictions with what is true, and the data lacks the target in some rows. Give data with the target, or use another method.',
      'no-target',
    );
  }
  const { preprocessing } = model;
  const measured = measureImportance({
    players: playersOf(preprocessing),
    inputs,
    count,
    seed,
    metric: metricOf(preprocessing),
    score: (shuffled) => score(preprocessing, model.predictRaw(shuffled, count), targets),
  });
  if (json) terminal.out(`${JSON.stringify({ method: importance, ...measured })}\n`);
  else showImportance(terminal, measured);
}

function readOutputKind(options: CommandInput['options']): OutputKind | undefined {
  const text = readText(options, 'output');
  const kind = outputKinds.find((known) => known === text);
  if (text === undefined || kind) return kind;
  throw new UsageError(`--output is "${text}"; known are ${outputKinds.join(', ')}.`);
}

/** `A:B`, B excluded; either may be left out. */
function readRange(options: CommandInput['options']): { from: number; to: number } | null {
  const text = readText(options, 'rows');
  if (text === undefined) return null;
  const match = /^(\d*):(\d*)$/.exec(text);
  const from = Number(match?.[1] ?? NaN);
  const to = match?.[2] === '' ? Infinity : Number(match?.[2] ?? NaN);
  if (match && from < to) return { from, to };
  throw new UsageError(`--rows is "${text}"; give A:B, the rows from A to before B, counted from 0.`);
}

function readSeed(options: CommandInput['options']): number {
  const text = readText(options, 'seed') ?? '0';
  if (/^\d+$/.test(text) && Number(text) < 2 ** 32) return Number(text);
  throw new UsageError(`--seed is "${text}"; give a whole number from 0 to 4294967295.`);
}

/** Rows whose numbers in the file are in the range. */
function selectRange(
  rows: EncodedRows,
  range: { from: number; to: number } | null,
  path: string,
): EncodedRows {
  if (!range) return rows;
  const chosen = [...rows.rowNumbers.keys()].filter((i) => {
    const number = rows.rowNumbers[i]!;
    return number >= range.from && number < range.to;
  });
  if (chosen.length === 0) {
    throw new RefusedError(
      `${path} has no rows from ${range.from} to ${range.to} that can be used.`,
      'no-rows',
    );
  }
  const take = (values: Float32Array): Float32Array => {
    const width = values.length / rows.count;
    const taken = new Float32Array(chosen.length * width);
    chosen.forEach((row, i) => taken.set(values.subarray(row * width, (row + 1) * width), i * width));
    return taken;
  };
  return {
    count: chosen.length,
    inputs: take(rows.inputs),
    targets: rows.targets && take(rows.targets),
    rowNumbers: Uint32Array.from(chosen, (i) => rows.rowNumbers[i]!),
  };
}
