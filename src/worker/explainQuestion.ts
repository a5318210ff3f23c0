import { defaultTextBackgroundRows, drawBackground, takeBackground } from '../explain/background.js';
import { clusterBackground } from '../explain/clusterBackground.js';
import { explainModel } from '../explain/explainModel.js';
import { chooseMethod, findMethod, methods } from '../explain/index.js';
import type { ExplainMethod, Question } from '../explain/method.js';
import { cutPatches, joinPixels } from '../explain/patches.js';
import { outputObstacle, standardOutput, withOutput, type OutputKind } from '../explain/outputKind.js';
import { pictureOf } from '../explain/picture.js';
import { playersOf } from '../explain/players.js';
import type { Model } from '../model/model.js';
import type { ExplainChoice, ExplainFacts, PictureFacts } from '../protocol/explain.js';
import { RefusedError } from '../training/refusedError.js';
import type { Opened } from './openedTarget.js';

export function askOf(
  { model, rows, training }: Opened,
  { method, samples, regions, output, ...choice }: ExplainChoice,
): Question {
  const { inputs, task } = model.preprocessing;
  // Networks for text cost more: until something is chosen they are asked less.
  const isUnchosen = method === null && task === 'language';
  const most = isUnchosen ? defaultTextBackgroundRows : Infinity;
  const background = { ...choice.background, count: Math.min(choice.background.count, most) };
  const from = training?.dataset?.train ?? rows;
  const seed = 0;
  const pixels = playersOf(model.preprocessing);
  const picture = regions === 'patches' ? pictureOf(model.preprocessing) : null;
  return {
    model: explainModel(withOutput(model, outputKind(model, output))),
    players: picture ? joinPixels(pixels, cutPatches(picture.height, picture.width)) : pixels,
    background:
      background.kind === 'centres'
        ? clusterBackground(from.inputs, inputs, background.count, seed)
        : takeBackground(from.inputs, inputs, drawBackground(from.count, background.count, seed)),
    seed,
    ...(samples !== null && { samples }),
  };
}

/** Values are explained as they are, whatever was chosen for classes. */
export function outputKind(model: Model, chosen: ExplainChoice['output']): OutputKind {
  return outputObstacle(model, chosen) === null ? chosen : standardOutput(model);
}

export function pickMethod(name: string | null, question: Question, rows: number): ExplainMethod {
  const method = name === null ? chooseMethod(question, rows) : findMethod(name);
  if (!method) throw new RefusedError(`There is no method "${name}".`, 'method');
  const obstacle = method.obstacle?.(question) ?? null;
  if (obstacle !== null) throw new RefusedError(`${obstacle}.`, 'method');
  return method;
}

export function describeEffort({ name, samples }: ExplainMethod, { players, ...question }: Question): string {
  if (name === 'exact') return `${2 ** players.length} coalitions a row`;
  if (!samples) return '';
  return `${question.samples ?? samples.standard(players.length)} ${samples.unit}`;
}

export function describeFacts(
  { model, checkpoint, data, rows, training, warning }: Opened,
  question: Question,
  method: ExplainMethod,
  of: {
    readonly outputs: readonly string[];
    readonly wanted: Uint32Array;
    readonly asked: number | null;
    readonly choice: ExplainChoice;
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
    output: outputKind(model, of.choice.output),
    outputs: of.outputs,
    hasClasses: target.kind === 'class',
    features: players.map(({ name }) => name),
    picture: layPicture(model, of.choice.regions),
    isText: model.preprocessing.task === 'language',
    isRun: training !== null,
    checkpoint,
    data,
    background: {
      kind: of.choice.background.kind,
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

function layPicture({ preprocessing }: Model, regions: ExplainChoice['regions']): PictureFacts | null {
  const picture = pictureOf(preprocessing);
  if (!picture) return null;
  const { height, width } = picture;
  const regionOf =
    regions === 'patches'
      ? cutPatches(height, width).regionOf
      : Uint16Array.from({ length: height * width }, (_, pixel) => pixel);
  return { height, width, regionOf };
}
