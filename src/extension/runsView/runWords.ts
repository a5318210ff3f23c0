import { describeMonitor } from '../../display/metricWords.js';
import { formatLoss } from '../../display/numbers.js';
import { describeRunState, type RunStateWords } from '../../display/runStates.js';
import { formatDuration } from '../../display/units.js';
import type { Progress } from '../../protocol/training.js';
import { isUnfinished } from '../../runs/runs.js';
import type { RunRecord } from '../../runs/run.js';
import type { RunFolder, ShownStatus } from './runFolders.js';

interface StatusLook extends RunStateWords {
  /** A colour of the theme. */
  readonly color: string;
}

const colors: Readonly<Record<ShownStatus, string>> = {
  running: 'charts.blue',
  paused: 'charts.blue',
  completed: 'testing.iconPassed',
  'early-stopped': 'testing.iconPassed',
  stopped: 'foreground',
  interrupted: 'list.warningForeground',
  diverged: 'list.warningForeground',
  failed: 'list.errorForeground',
  damaged: 'list.errorForeground',
};

export const statusLook = (status: ShownStatus): StatusLook => ({
  ...describeRunState(status),
  color: colors[status],
});

export const isOn = (status: ShownStatus): boolean => status === 'running' || status === 'paused';

/** What a run is called: its user's name for it, else when it began, in local time. */
export function runLabel({ record, startedAt, name }: RunFolder, now: number): string {
  if (record?.title) return record.title;
  if (startedAt === 0) return name;
  const time = new Date(startedAt);
  const clock = time.toLocaleTimeString('en-GB');
  if (time.toDateString() === new Date(now).toDateString()) return clock;
  const isThisYear = time.getFullYear() === new Date(now).getFullYear();
  const year = isThisYear ? {} : ({ year: 'numeric' } as const);
  return `${time.toLocaleDateString('en-GB', { day: 'numeric', month: 'short', ...year })}, ${clock}`;
}

/** `validation loss 0.0489 · 12 s · learningRate 0.01 → 0.001`; where it still trains, how far it is. */
export function describeRun(run: RunFolder, progress: Progress | null, changes: readonly string[]): string {
  const { record, status } = run;
  if (record === null) return 'damaged';
  const parts: string[] = [];
  if (isOn(status)) {
    const epoch = progress ? Math.min(Math.floor(progress.epoch) + 1, progress.plannedEpochs) : record.epochs;
    parts.push(`epoch ${epoch} of ${record.plannedEpochs}`);
    if (progress) parts.push(`loss ${formatLoss(progress.loss)}`);
  } else {
    if (status !== 'completed' && status !== 'early-stopped') parts.push(statusLook(status).words);
    parts.push(bestOf(record), formatDuration(secondsOf(record)));
  }
  return [...parts, ...changes].filter((part) => part !== '').join(' · ');
}

/** `validation loss 0.0489`; empty before the first epoch. */
export function bestOf({ best, monitor, validationRows }: RunRecord): string {
  if (best === null) return '';
  const { words, format } = describeMonitor(monitor ?? (validationRows > 0 ? 'validationLoss' : 'loss'));
  return `${words} ${format(best.value)}`;
}

/** From its start to its end, or to its last sign of life. */
export function secondsOf({ startedAt, finishedAt, heartbeatAt }: RunRecord): number | null {
  const end = Date.parse(finishedAt ?? heartbeatAt ?? '');
  return Number.isFinite(end) ? (end - Date.parse(startedAt)) / 1000 : null;
}

/** What can be done with a run, for the `when` of its actions. */
export function contextOf({ record, status }: RunFolder): string {
  const canResume = record !== null && !isOn(status) && (isUnfinished(record) || status === 'interrupted');
  return [
    'run',
    ...(record ? ['readable'] : []),
    ...(canResume ? ['resumable'] : []),
    ...(isOn(status) ? [] : ['idle']),
    '',
  ].join(':');
}
