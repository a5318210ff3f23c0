import type { RunModel } from './model.js';

/** What a button of the header asks the host for. */
export type Action = 'pause' | 'continue' | 'stop' | 'resume' | 'explain' | 'trainAgain';

export interface Status {
  readonly word: string;
  /** What the word needs to be understood; may be empty. */
  readonly detail: string;
  readonly tone: 'live' | 'still' | 'ok' | 'error';
  readonly actions: readonly Action[];
}

/** A message above the charts: what happened, where things lie, what to do. */
export interface Notice {
  readonly icon: 'error' | 'warning' | 'debug-disconnect';
  readonly title: string;
  readonly text: string;
}

/** A run whose heart did not beat for this long is taken for dead, in ms. */
const silence = 60_000;

/** True where run.json still says `running` but nobody is at it any more. `now` in ms since 1970. */
export function isInterrupted(model: RunModel, now: number): boolean {
  if (model.state !== 'running' || model.progress) return false;
  const beat = Date.parse(model.run.heartbeatAt ?? model.run.startedAt);
  return Number.isFinite(beat) && now - beat > silence;
}

export function describeStatus(model: RunModel, interrupted: boolean): Status {
  if (interrupted)
    return { word: 'Interrupted', detail: '', tone: 'error', actions: ['resume', 'trainAgain'] };
  switch (model.state) {
    case 'running':
      return { word: 'Training', detail: firstEpoch(model), tone: 'live', actions: ['pause', 'stop'] };
    case 'paused':
      return { word: 'Paused', detail: '', tone: 'still', actions: ['continue', 'stop'] };
    case 'completed':
      return { word: 'Completed', detail: '', tone: 'ok', actions: ['explain', 'trainAgain'] };
    case 'early-stopped': {
      const best = model.best;
      const detail = best ? `no better since epoch ${best.epoch}` : '';
      return { word: 'Stopped early', detail, tone: 'ok', actions: ['explain', 'trainAgain'] };
    }
    case 'stopped':
      return { word: 'Stopped', detail: '', tone: 'still', actions: ['resume', 'explain', 'trainAgain'] };
    case 'diverged':
      return { word: 'Diverged', detail: '', tone: 'error', actions: ['trainAgain'] };
    case 'failed':
      return { word: 'Failed', detail: '', tone: 'error', actions: ['resume', 'trainAgain'] };
  }
}

export function describeNotice(model: RunModel, interrupted: boolean): Notice | null {
  const kept =
    model.epochs.length > 0
      ? `Everything up to epoch ${model.epochs.at(-1)!.epoch} is in the run folder.`
      : 'No epoch was finished.';
  if (interrupted) {
    const text = `${kept} Resuming goes on from the last checkpoint to the same bytes as never having stopped.`;
    return { icon: 'debug-disconnect', title: 'Training ended without a word: its process is gone', text };
  }
  if (model.state === 'failed') {
    const text = `${kept} Mend the cause, then resume from the last checkpoint: it gives the same bytes as never having stopped.`;
    return {
      icon: 'error',
      title: `Training failed: ${model.run.error ?? 'the cause was not recorded'}`,
      text,
    };
  }
  if (model.state === 'diverged') {
    const way =
      model.findings.length > 0
        ? 'The findings say why and what to change.'
        : 'A lower learning rate often helps.';
    return { icon: 'error', title: divergedTitle(model), text: `${way} ${kept}` };
  }
  return null;
}

function divergedTitle(model: RunModel): string {
  const losses = model.stepLoss.y.view();
  const bad = losses.findIndex((loss) => !Number.isFinite(loss));
  if (bad >= 0) return `Training diverged: the loss stopped being a number at step ${model.steps.at(bad)}`;
  return 'Training diverged: the loss grew instead of falling';
}

function firstEpoch(model: RunModel): string {
  return model.epochs.length === 0 && model.step > 0 ? `step ${model.step}, first epoch` : '';
}
