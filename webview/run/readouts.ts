import { formatCount, formatLoss, formatScientific } from '../../src/display/numbers.js';
import { formatDuration, formatRate } from '../../src/display/units.js';
import { describeMetric } from './metrics.js';
import type { RunModel } from './model.js';

/** A figure of the header strip. */
export interface Readout {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  /** Beside the value, small. */
  readonly small: string;
  /** The line that this value is the end of. */
  readonly key?: 'training' | 'validation';
  /** Room kept for the value and for the words beside it, in characters, so that nothing moves. */
  readonly room: number;
  readonly smallRoom: number;
  /** Left out, or without its small words, where there is little width. */
  readonly narrow: 'whole' | 'value' | 'hidden';
}

/** The header's figures, always the same ones in the same order for one run. */
export function describeReadouts(model: RunModel): Readout[] {
  const planned = model.plannedEpochs;
  const last = model.epochs.at(-1);
  const digits = formatCount(planned).length;
  const readouts: Readout[] = [
    {
      id: 'epoch',
      label: 'Epoch',
      value: formatCount(currentEpoch(model)),
      small: `/ ${formatCount(planned)}`,
      room: digits,
      smallRoom: digits + 2,
      narrow: 'whole',
    },
    {
      id: 'loss',
      label: 'Loss',
      value: formatLoss(last ? last.loss : (model.progress?.loss ?? null)),
      small: '',
      key: 'training',
      room: 6,
      smallRoom: 0,
      narrow: 'whole',
    },
  ];
  const best = model.best;
  if (model.hasValidation) {
    readouts.push({
      id: 'validation',
      label: 'Validation',
      value: formatLoss(last?.validationLoss),
      small: best ? `best ${formatLoss(best.value)} @ ${formatCount(best.epoch)}` : '',
      key: 'validation',
      room: 6,
      smallRoom: 14 + digits,
      narrow: 'value',
    });
  }
  const metric = [...model.metrics.keys()][0];
  if (metric !== undefined) {
    const words = describeMetric(metric);
    const pair = model.metrics.get(metric)!;
    const value = (model.hasValidation ? pair.validation : pair.training).y.last();
    readouts.push({
      id: 'metric',
      label: words.short,
      value: words.format(value),
      small: model.hasValidation ? 'validation' : 'training',
      room: 5,
      smallRoom: 10,
      narrow: 'whole',
    });
  }
  readouts.push(
    {
      id: 'rate',
      label: 'Learning rate',
      value: formatScientific(lastRate(model)),
      small: model.summary.schedule,
      room: 6,
      smallRoom: model.summary.schedule.length,
      narrow: 'hidden',
    },
    {
      id: 'speed',
      label: 'Speed',
      value: formatRate(speed(model)),
      small: 'rows/s',
      room: 5,
      smallRoom: 6,
      narrow: 'whole',
    },
    timeReadout(model),
  );
  return readouts;
}

/** The epoch that runs, or the last that ended. */
export function currentEpoch(model: RunModel): number {
  const finished = model.epochs.at(-1)?.epoch ?? 0;
  return model.live
    ? Math.min(model.plannedEpochs, Math.max(finished, Math.floor(model.position)) + 1)
    : finished;
}

function lastRate(model: RunModel): number | null {
  const sampled = model.learningRate.y.last();
  return Number.isFinite(sampled) ? sampled : (model.epochs.at(-1)?.learningRate ?? null);
}

function speed(model: RunModel): number | null {
  if (model.live && model.progress) return model.progress.samplesPerSecond;
  return model.epochs.at(-1)?.samplesPerSecond ?? null;
}

function timeReadout(model: RunModel): Readout {
  const left = model.progress?.secondsLeft ?? null;
  const shared = { id: 'time', room: 4, smallRoom: 7, narrow: 'value' } as const;
  if (!model.live) return { ...shared, label: 'Time', value: formatDuration(model.seconds), small: '' };
  const total = left === null ? null : model.seconds + left;
  return {
    ...shared,
    label: 'Time left',
    value: formatDuration(left),
    small: total === null || !Number.isFinite(total) ? '' : `of ${formatDuration(total)}`,
  };
}
