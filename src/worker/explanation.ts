import { chooseRows } from '../explain/chooseRows.js';
import { explainRows } from '../explain/explain.js';
import { explainModel } from '../explain/explainModel.js';
import type { ExplainMethod, Question } from '../explain/method.js';
import { randomizeWeights, rankCorrelation } from '../explain/randomization.js';
import { withOutput } from '../explain/outputKind.js';
import type { Model } from '../model/model.js';
import { openRunWeights } from '../model/node.js';
import { outputNames } from '../model/outputNames.js';
import { withWeights } from '../model/withWeights.js';
import type { Handlers } from '../protocol/peer.js';
import type {
  ExplainChoice,
  ExplainFacts,
  ExplainHistory,
  ExplainTarget,
  ExplainedRecord,
  ExplainerCalls,
  RandomizationCheck,
} from '../protocol/explain.js';
import { askOf, describeEffort, describeFacts, pickMethod } from './explainQuestion.js';
import { openTarget, recordOf, rowAtLine, type Opened } from './openedTarget.js';

/** Rows and numbers that a panel holds; of more, so many are drawn. */
const mostRows = 1000;
const mostNumbers = 4e6;
/** Rows of a text: each takes its time. */
const mostTexts = 100;
/** How much more is asked of the model where residuals are too large, and up to how much. */
const refinement = 4;
const mostSamples = 1e6;
/** Rows that are explained again with other weights, and checkpoints that are. */
const comparedRows = 32;
const comparedCheckpoints = 12;
/** The seed of weights drawn anew: not the one that training began with. */
const otherSeed = 0x5eed;

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
    randomize: () => this.#randomize(),
    overCheckpoints: () => this.#overCheckpoints(),
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
    const limit = preprocessing.task === 'language' ? mostTexts : mostRows;
    const most = Math.max(1, Math.min(limit, Math.floor(mostNumbers / numbers)));
    const wanted = chooseRows(rows.count, most, question.seed, asked);
    const method = pickMethod(args.method, question, wanted.length);
    const explained: Explained = {
      opened,
      method,
      question,
      facts: describeFacts(opened, question, method, {
        outputs,
        wanted,
        choice: args,
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

  /** Compares the first rows' explanation with that of a network that has learnt nothing. */
  async #randomize(): Promise<RandomizationCheck | null> {
    const last = this.#last;
    if (!last) return null;
    const era = this.#era;
    const { model } = last.opened;
    const trained = await this.#attribute(era, last, model);
    const drawn = await this.#attribute(era, last, randomizeWeights(model, otherSeed));
    if (!trained || !drawn) return null;
    const correlate = (change: (value: number) => number): number | null => {
      const found = trained.flatMap((row, at) =>
        row.map((values, output) => rankCorrelation(values.map(change), drawn[at]![output]!.map(change))),
      );
      const known = found.filter(Number.isFinite);
      return known.length === 0 ? null : known.reduce((sum, each) => sum + each, 0) / known.length;
    };
    return { rows: trained.length, ofSizes: correlate(Math.abs), ofValues: correlate((value) => value) };
  }

  /** Mean |φ| of the first rows at checkpoints of the run, the first and the last among them. */
  async #overCheckpoints(): Promise<ExplainHistory | null> {
    const last = this.#last;
    if (!last?.facts.isRun) return null;
    const era = this.#era;
    const { model, target } = last.opened;
    const run = openRunWeights(target.directory);
    const all = await run.listEpochs();
    const count = Math.min(comparedCheckpoints, all.length);
    const epochs = Array.from({ length: count }, (_, i) => {
      return all[count === 1 ? 0 : Math.round((i * (all.length - 1)) / (count - 1))]!;
    });
    const features = last.facts.features.length;
    const outputs = last.facts.outputs.length;
    const means = new Float32Array(epochs.length * features * outputs);
    let rows = 0;
    for (const [at, epoch] of epochs.entries()) {
      const names = model.weights.map(({ name }) => name);
      const weights = await Promise.all(names.map((name) => run.readTensor(name, epoch)));
      const attributed = await this.#attribute(era, last, withWeights(model, weights));
      if (!attributed) return null;
      rows = attributed.length;
      for (const row of attributed) {
        row.forEach((values, output) =>
          values.forEach((value, feature) => {
            means[(at * features + feature) * outputs + output]! += Math.abs(value) / rows;
          }),
        );
      }
    }
    return { epochs, rows, means };
  }

  /** φ of the first rows by another model: for each row and output a number a feature; null where it was cancelled. */
  async #attribute(
    era: number,
    { opened, method, question, facts, residuals }: Explained,
    model: Model,
  ): Promise<readonly (readonly (readonly number[])[])[] | null> {
    const places = Uint32Array.from([...residuals.keys()].slice(0, comparedRows));
    const asked = { ...question, model: explainModel(withOutput(model, facts.output)) };
    const { inputs } = asked.model;
    const rows = Float32Array.from(
      [...places].flatMap((place) => [...opened.rows.inputs.subarray(place * inputs, (place + 1) * inputs)]),
    );
    const outputs = facts.outputs.map((_, output) => output);
    const found: (readonly (readonly number[])[])[] = [];
    for (const some of explainRows(method, asked, { inputs: rows, rowNumbers: places }, outputs).rows) {
      found.push(...some.map(({ values }) => outputs.map((output) => values.map((value) => value[output]!))));
      await new Promise(setImmediate);
      if (era !== this.#era) return null;
    }
    return found;
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
          return {
            ...recordOf(opened, place, facts.picture),
            phi: Float32Array.from(values.flat()),
            prediction,
            residual,
          };
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
    const opened = await openTarget(target, this.kernelDirectory);
    return (this.#opened = opened);
  }
}
