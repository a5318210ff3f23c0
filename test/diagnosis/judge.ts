import { diagnose } from '../../src/diagnose/index.js';
import type { Metrics, Series } from '../../src/runs/metrics.js';
import type { Finding } from '../../src/runs/finding.js';
import { memoryFiles } from '../unit/data/fixtures.js';
import { readTableFile } from './tables.js';
import type { Outcome } from './trainSpec.js';

/** How good a run is: a metric, and a loss that decides between equals; null where it is not finite. */
export interface Score {
  readonly metric: number | null;
  readonly loss: number | null;
}

/** The validation metric and loss where training ended. */
export function scoreOf({ run }: Outcome): Score {
  const metrics = run.final?.metrics ?? {};
  return {
    metric: metrics['validationAccuracy'] ?? metrics['validationR2'] ?? null,
    loss: run.final?.validationLoss ?? null,
  };
}

/** Mean over the classes of the share of rows that are known, on the table with all of its rows. */
export async function balancedScoreOf({ spec, openModel }: Outcome): Promise<Score> {
  const [file = ''] = spec.data.train.split('#');
  const model = await openModel();
  const { rows } = await model.encode(memoryFiles(new Map([[file, await readTableFile(file)]])), file);
  if (!rows) throw new Error(`${file} cannot be encoded`);
  const [target = ''] = spec.data.target;
  const [header = '', ...lines] = new TextDecoder()
    .decode(await readTableFile(file))
    .trim()
    .split(/\r?\n/);
  const column = header.split(',').indexOf(target);
  const truths = lines.map((line) => line.split(',')[column]!);
  const hits = new Map<string, [number, number]>();
  for (const { row, label } of model.predict(rows)) {
    const [right, all] = hits.get(truths[row]!) ?? [0, 0];
    hits.set(truths[row]!, [right + (String(label) === truths[row] ? 1 : 0), all + 1]);
  }
  const recalls = [...hits.values()].map(([right, all]) => right / all);
  return { metric: recalls.reduce((sum, recall) => sum + recall, 0) / recalls.length, loss: null };
}

/** Metrics that differ by less than this are equal: about a row of the smallest validation set. */
const equal = 0.005;

/** Of a run that learns by heart: its validation loss alone, which is what has risen. */
export function lossScoreOf(outcome: Outcome): Score {
  return { metric: -(scoreOf(outcome).loss ?? Infinity), loss: null };
}

/** Whether the second score is better; losses are compared only where both targets are scaled alike. */
export function isBetter(before: Score, after: Score): boolean {
  if (after.metric === null) return false;
  if (before.metric === null || after.metric > before.metric + equal) return true;
  if (after.metric < before.metric - equal) return false;
  return after.loss !== null && (before.loss === null || after.loss < before.loss);
}

/** A run as it was after so many epochs. */
export function cutAt(metrics: Metrics, epoch: number): Metrics {
  const lastStep = epoch * metrics.stepsPerEpoch;
  const cut = ({ steps, values }: Series): Series => {
    const count = steps.findLastIndex((step) => step <= lastStep) + 1;
    return { steps: steps.subarray(0, count), values: values.subarray(0, count) };
  };
  return {
    ...metrics,
    epochs: metrics.epochs.filter((one) => one.epoch <= epoch),
    scalars: new Map([...metrics.scalars].map(([tag, series]) => [tag, cut(series)])),
  };
}

/** The findings after each tenth of the planned epochs, as they stood then. */
export function watchFindings({ spec, metrics }: Outcome): (readonly Finding[])[] {
  return Array.from({ length: 10 }, (_, i) => {
    const epoch = Math.ceil((metrics.plannedEpochs * (i + 1)) / 10);
    return diagnose({ spec, metrics: cutAt(metrics, epoch) });
  });
}
