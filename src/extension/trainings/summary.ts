import type { RunSnapshot } from '../../protocol/runPanel.js';
import { rules } from '../../diagnose/index.js';
import { createSchedule } from '../../engine/schedules/createSchedule.js';
import type { RunRecord } from '../../runs/run.js';
import { parseSpec } from '../../spec/parse.js';
import { defaultLosses } from '../../spec/toConfig.js';
import type { Spec } from '../../spec/spec.js';

/** What the panel's header says of a run's spec, and the learning rates it plans. */
export function describeSpec(
  specText: string,
  run: RunRecord,
): Pick<RunSnapshot, 'summary' | 'plannedRates' | 'rulesWatched'> {
  const { spec } = parseSpec(specText);
  if (!spec) {
    const unknown = { optimizer: '–', schedule: '–', loss: '–', batchSize: 0, classes: null };
    return { summary: unknown, plannedRates: [], rulesWatched: rules.length };
  }
  return {
    summary: {
      optimizer: spec.optimizer.type,
      schedule: spec.schedule.type,
      loss: spec.loss?.type ?? defaultLosses[run.task as keyof typeof defaultLosses],
      batchSize: spec.training.batchSize,
      classes: countClasses(run),
    },
    plannedRates: planRates(spec, run),
    rulesWatched: rules.filter(({ code }) => spec.health[code] !== 'off').length,
  };
}

/** The width of the last layer, where outputs are classes. */
function countClasses(run: RunRecord): number | null {
  if (run.task === 'binary') return 2;
  if (run.task !== 'classification') return null;
  const weights = run.layers.flatMap(({ parameters }) => parameters).filter(({ shape }) => shape.length > 1);
  return weights.at(-1)?.shape[0] ?? null;
}

/** Rates are sampled this often at most: a step a pixel. */
const mostRates = 1000;

/** The rates of all planned epochs in equal steps; none where they depend on how training goes. */
function planRates(spec: Spec, run: RunRecord): number[] {
  if (spec.schedule.type === 'reduceOnPlateau') return [];
  const { learningRate } = spec.optimizer;
  if (typeof learningRate !== 'number' || run.stepsPerEpoch === 0) return [];
  const context = { baseRate: learningRate, epochs: run.plannedEpochs, stepsPerEpoch: run.stepsPerEpoch };
  const schedule = createSchedule(spec.schedule, context);
  const count = Math.min(run.plannedEpochs, mostRates);
  return Array.from({ length: count }, (_, index) => {
    const epoch = Math.floor((index * run.plannedEpochs) / count);
    return schedule.rateAt((epoch + 1) * run.stepsPerEpoch - 1);
  });
}
