import { formatCount, formatLoss, formatScientific } from '../../src/display/numbers.js';
import { formatDuration, formatRate } from '../../src/display/units.js';
import { describeMetric } from '../parts/metrics.js';
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
  /** Samples of the widest value and of the widest words beside it: their room is kept, so that nothing moves. */
  readonly room: string;
  readonly smallRoom: string;
  /** Left out, or without its small words, where there is little width. */
  readonly narrow: 'whole' | 'value' | 'hidden';
}

/** The header's figures, always the same ones in the same order for one run. */
export function describeReadouts(model: RunModel): Readout[] {
  const planned = model.plannedEpochs;
  const last = model.epochs.at(-1);
  const count = formatCount(planned).replace(/\d/g, '0');
  const readouts: Readout[] = [
    {
      id: 'epoch',
      label: 'Epoch',
      value: formatCount(currentEpoch(model)),
      small: `/ ${formatCount(planned)}`,
      room: count,
      smallRoom: `/ ${count}`,
      narrow: 'whole',
    },
    {
      id: 'loss',
      label: 'Loss',
      value: formatLoss(last ? last.loss : (model.progress?.loss ?? null)),
      small: '',
      key: 'training',
      room: '0.0000',
      smallRoom: '',
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
      room: '0.0000',
      smallRoom: `best 0.0000 @ ${count}`,
      narrow: 'value',
    });
  }
  const words = describeMetric(model.metricNames[0]!);
  const pair = model.metrics.get(words.name);
  readouts.push(
    {
      id: 'metric',
      label: words.short,
      value: words.format((model.hasValidation ? pair?.validation : pair?.training)?.y.last() ?? null),
      small: model.hasValidation ? 'validation' : 'training',
      room: words.share ? '00.0 %' : '0.0000',
      smallRoom: '',
      narrow: 'whole',
    },
    {
      id: 'rate',
      label: 'Learning rate',
      value: formatScientific(lastRate(model)),
      small: model.summary.schedule,
      room: '0.0e−0',
      smallRoom: '',
      narrow: 'hidden',
    },
    {
      id: 'speed',
      label: 'Speed',
      value: formatRate(speed(model)),
      small: 'rows/s',
      room: '00,000',
      smallRoom: '',
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
  const shared = { id: 'time', room: '00:00', smallRoom: 'of 00:00', narrow: 'value' } as const;
  if (!model.live) return { ...shared, label: 'Time', value: formatDuration(model.seconds), small: '' };
  const total = left === null ? null : model.seconds + left;
  return {
    ...shared,
    label: 'Time left',
    value: formatDuration(left),
    small: total === null || !Number.isFinite(total) ? '' : `of ${formatDuration(total)}`,
  };
}
