import { drawBackground, takeBackground } from '../explain/background.js';
import { chooseRows } from '../explain/chooseRows.js';
import { clusterBackground } from '../explain/clusterBackground.js';
import { explainRows } from '../explain/explain.js';
import { explainModel } from '../explain/explainModel.js';
import { readFeatureValues } from '../explain/featureValues.js';
import { chooseMethod, findMethod, methods } from '../explain/index.js';
import type { ExplainMethod, Question } from '../explain/method.js';
import { playersOf } from '../explain/players.js';
import type { EncodedRows, Model } from '../model/model.js';
import { describePrediction, describeTruth } from '../model/labelWords.js';
import { encodeFileAt, openModelAt, readTrainingDataOf } from '../model/node.js';
import { outputNames } from '../model/outputNames.js';
import { readOutput } from '../model/outputs.js';
import type { TrainingData } from '../model/trainingData.js';
import type { Handlers } from '../protocol/peer.js';
import type {
  BackgroundChoice,
  ExplainChoice,
  ExplainFacts,
  ExplainTarget,
  ExplainedRecord,
  ExplainerCalls,
} from '../protocol/explain.js';
import { readKernels } from '../training/node.js';
import { RefusedError } from '../training/refusedError.js';

/** Rows and numbers that a panel holds; of more, so many are drawn. */
const mostRows = 1000;
const mostNumbers = 4e6;
/** How much more is asked of the model where residuals are too large, and up to how much. */
const refinement = 4;
const mostSamples = 1e6;

export interface ExplanationEvents {
  facts(facts: ExplainFacts): void;
  rows(rows: readonly ExplainedRecord[]): void;
}

/** What was explained last, so that more can be asked of it. */
interface Explained {
  readonly opened: Opened;
  readonly method: ExplainMethod;
  readonly question: Question;
  readonly facts: ExplainFacts;
  /** Places of rows, and the largest residual of each. */
  readonly residuals: Map<number, number>;
}

/** Explains the rows of a run for a panel, one question at a time: a new one ends the one before. */
export class Explanation {
  #era = 0;
  #opened: Opened | null = null;
  #last: Explained | null = null;

  readonly handlers: Handlers<ExplainerCalls> = {
    explain: (args) => this.#explain(args),
    refine: () => this.#refine(),
    cancel: () => {
      this.#era++;
      return null;
    },
  };

  constructor(
    readonly kernelDirectory: string,
    readonly events: ExplanationEvents,
  ) {}

  async #explain(args: ExplainTarget & ExplainChoice): Promise<ExplainerCalls['explain']['reply']> {
    const era = ++this.#era;
    const start = performance.now();
    this.#last = null;
    const opened = await this.#open(args);
    const { model, rows } = opened;
    const { preprocessing } = model;
    const question = askOf(opened, args);
    const asked = args.line === null ? null : rowAtLine(rows, args.line, opened.data);
    const outputs = outputNames(preprocessing);
    const numbers = question.players.length * outputs.length;
    const most = Math.max(1, Math.min(mostRows, Math.floor(mostNumbers / numbers)));
    const wanted = chooseRows(rows.count, most, question.seed, asked);
    const method = pickMethod(args.method, question, wanted.length);
    const explained: Explained = {
      opened,
      method,
      question,
      facts: describe(opened, question, method, {
        outputs,
        wanted,
        kind: args.background.kind,
        asked: asked === null ? null : rows.rowNumbers[asked]!,
      }),
      residuals: new Map(),
    };
    const isCancelled = !(await this.#run(era, explained, wanted));
    if (!isCancelled) this.#last = explained;
    return { seconds: (performance.now() - start) / 1000, isCancelled };
  }

  async #refine(): Promise<ExplainerCalls['refine']['reply']> {
    const era = ++this.#era;
    const start = performance.now();
    for (;;) {
      const last = this.#last;
      const bound = last?.facts.bound ?? null;
      const samples = (last?.facts.samples ?? Infinity) * refinement;
      const open = last && bound !== null ? [...last.residuals].filter(([, size]) => size > bound) : [];
      if (!last || open.length === 0 || samples > mostSamples) break;
      const { opened, method, facts } = last;
      const question = { ...last.question, samples };
      const next: Explained = {
        ...last,
        question,
        facts: { ...facts, samples, effort: describeEffort(method, question) },
      };
      // Those that are within the bound stay as they are.
      if (
        !(await this.#run(
          era,
          next,
          Uint32Array.from(open, ([at]) => at),
        ))
      ) {
        return { seconds: (performance.now() - start) / 1000, isCancelled: true };
      }
      this.#last = { ...next, opened };
    }
    return { seconds: (performance.now() - start) / 1000, isCancelled: false };
  }

  /** Explains these rows and tells of them as they come; false where something else was asked meanwhile. */
  async #run(
    era: number,
    { opened, method, question, facts, residuals }: Explained,
    places: Uint32Array,
  ): Promise<boolean> {
    const outputs = facts.outputs.map((_, output) => output);
    const { inputs } = question.model;
    const chosen = new Float32Array(places.length * inputs);
    places.forEach((place, i) =>
      chosen.set(opened.rows.inputs.subarray(place * inputs, (place + 1) * inputs), i * inputs),
    );
    const explaining = explainRows(method, question, { inputs: chosen, rowNumbers: places }, outputs);
    this.events.facts({ ...facts, baseValue: explaining.baseValue });
    for (const some of explaining.rows) {
      if (era !== this.#era) return false;
      this.events.rows(
        some.map(({ row: place, values, prediction, residual }) => {
          residuals.set(place, Math.max(...residual.map(Math.abs)));
          return { ...recordOf(opened, place), phi: Float32Array.from(values.flat()), prediction, residual };
        }),
      );
      // Lets a message in: the next question, or the wish to stop.
      await new Promise(setImmediate);
    }
    return era === this.#era;
  }

  async #open(target: ExplainTarget): Promise<Opened> {
    const known = this.#opened;
    if (known && known.target.directory === target.directory && known.target.data === target.data)
      return known;
    const opened = await open(target, this.kernelDirectory);
    return (this.#opened = opened);
  }
}

/** A model and the rows that it is asked about. */
interface Opened {
  readonly target: ExplainTarget;
  readonly model: Model;
  readonly checkpoint: string;
  /** Path. */
  readonly data: string;
  readonly rows: EncodedRows;
  readonly training: TrainingData | null;
  readonly splits: ReadonlyMap<number, ExplainedRecord['split']>;
  readonly warning: string;
}

async function open(target: ExplainTarget, kernelDirectory: string): Promise<Opened> {
  const { directory } = target;
  const located = await openModelAt(directory, await readKernels(kernelDirectory));
  if (!located)
    throw new RefusedError('There is no checkpoint to explain yet: train the network first.', 'no-model');
  const { model, checkpoint } = located;
  const training = await readTrainingDataOf(directory, model);
  const data = target.data ?? training?.path;
  if (data === undefined)
    throw new RefusedError('Choose the data whose rows are to be explained.', 'no-data');
  const { rows, problems } = await encodeFileAt(model, data);
  if (!rows) {
    const errors = problems.filter(({ severity }) => severity === 'error');
    const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : '';
    throw new RefusedError(`${errors[0]?.message ?? 'The data has no rows.'}${more}`, 'data-problems');
  }
  const warnings = [training?.warning ?? '', ...problems.map(({ message }) => message)];
  const splits: Opened['splits'] = training && data === training.path ? splitsOf(training) : new Map();
  return {
    target,
    model,
    checkpoint,
    data,
    rows,
    training,
    splits,
    warning: warnings.filter(Boolean).join(' '),
  };
}

function askOf({ model, rows, training }: Opened, { background, samples }: ExplainChoice): Question {
  const { inputs } = model.preprocessing;
  const from = training?.dataset?.train ?? rows;
  const seed = 0;
  return {
    model: explainModel(model),
    players: playersOf(model.preprocessing),
    background:
      background.kind === 'centres'
        ? clusterBackground(from.inputs, inputs, background.count, seed)
        : takeBackground(from.inputs, inputs, drawBackground(from.count, background.count, seed)),
    seed,
    ...(samples !== null && { samples }),
  };
}

function pickMethod(name: string | null, question: Question, rows: number): ExplainMethod {
  const method = name === null ? chooseMethod(question, rows) : findMethod(name);
  if (!method) throw new RefusedError(`There is no method "${name}".`, 'method');
  const obstacle = method.obstacle?.(question) ?? null;
  if (obstacle !== null) throw new RefusedError(`${obstacle}.`, 'method');
  return method;
}

function describeEffort({ name, samples }: ExplainMethod, { players, ...question }: Question): string {
  if (name === 'exact') return `${2 ** players.length} coalitions a row`;
  if (!samples) return '';
  return `${question.samples ?? samples.standard(players.length)} ${samples.unit}`;
}

function describe(
  { model, checkpoint, data, rows, training, warning }: Opened,
  question: Question,
  method: ExplainMethod,
  of: {
    readonly outputs: readonly string[];
    readonly wanted: Uint32Array;
    readonly asked: number | null;
    readonly kind: BackgroundChoice['kind'];
  },
): ExplainFacts {
  const { target } = model.preprocessing;
  const { players, background, seed } = question;
  const { tolerance, samples } = method;
  const spread = question.model.predict(rows.inputs, rows.count).reduce((most, value) => {
    return Math.max(most, Math.abs(value));
  }, 0);
  return {
    method: method.name,
    exactness: method.exactness,
    effort: describeEffort(method, question),
    samples: samples ? (question.samples ?? samples.standard(players.length)) : null,
    bound: tolerance === undefined ? null : tolerance * spread,
    methods: methods.map((each) => ({
      name: each.name,
      doc: each.doc,
      obstacle: each.obstacle?.(question) ?? null,
    })),
    output: target.kind === 'values' ? 'value' : 'logit',
    outputs: of.outputs,
    hasClasses: target.kind === 'class',
    features: players.map(({ name }) => name),
    checkpoint,
    data,
    background: {
      kind: of.kind,
      count: background.count,
      from: training?.dataset ? 'training rows' : 'rows of the data',
    },
    seed,
    baseValue: [],
    wantedRows: of.wanted.length,
    allRows: rows.count,
    asked: of.asked,
    warning,
  };
}

/** All of a record but what a method says of it. */
function recordOf(opened: Opened, place: number): Omit<ExplainedRecord, 'phi' | 'prediction' | 'residual'> {
  const { model, rows, splits } = opened;
  const { preprocessing } = model;
  const { inputs } = preprocessing;
  const width = (rows.targets?.length ?? 0) / rows.count;
  const row = rows.rowNumbers[place]!;
  const encoded = rows.inputs.subarray(place * inputs, (place + 1) * inputs);
  const probability = readOutput(preprocessing, model.predictRaw(encoded, 1));
  return {
    row,
    line: rows.lines?.[place] ?? null,
    split: splits.get(row) ?? null,
    values: readFeatureValues(preprocessing, encoded),
    probability,
    predicted: describePrediction(preprocessing, probability),
    truth: describeTruth(preprocessing, rows.targets?.subarray(place * width, (place + 1) * width) ?? []),
  };
}

/** Where training had the rows of its own file. */
function splitsOf({ dataset }: TrainingData): Map<number, ExplainedRecord['split']> {
  const splits = new Map<number, ExplainedRecord['split']>();
  const mark = (rows: Uint32Array | undefined, split: ExplainedRecord['split']): void =>
    rows?.forEach((row) => splits.set(row, splits.get(row) ?? split));
  mark(dataset?.train.rowNumbers, 'training');
  mark(dataset?.validation?.rowNumbers, 'validation');
  mark(dataset?.test?.rowNumbers, 'test');
  return splits;
}

/** The row that stands on this line, or begins above it and goes on there. */
function rowAtLine({ lines, count }: EncodedRows, line: number, data: string): number | null {
  if (!lines) return null;
  let place = -1;
  for (let at = 0; at < count && lines[at]! <= line; at++) place = at;
  if (place >= 0 && lines[place] === line) return place;
  const name = data.split(/[\\/]/).at(-1);
  throw new RefusedError(
    `Line ${line} of ${name} is no row that can be explained: it is the header, or it lacks a value and is left out.`,
    'no-row',
  );
}
