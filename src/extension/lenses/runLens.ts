import { describeMonitor } from '../../display/metricWords.js';
import { formatLoss } from '../../display/numbers.js';
import type { Progress } from '../../protocol/training.js';
import type { RunRecord } from '../../runs/run.js';

export interface ShownRun {
  readonly record: RunRecord;
  readonly state: RunRecord['status'] | 'paused';
  readonly progress: Progress | null;
}

/** How the states of a run are shown: with VS Code's icons, and in words. */
export const runStates: Readonly<
  Record<ShownRun['state'], { readonly icon: string; readonly words: string }>
> = {
  running: { icon: 'sync~spin', words: 'training' },
  paused: { icon: 'debug-pause', words: 'paused' },
  completed: { icon: 'pass', words: 'completed' },
  'early-stopped': { icon: 'pass', words: 'stopped early' },
  stopped: { icon: 'debug-stop', words: 'stopped' },
  diverged: { icon: 'warning', words: 'diverged' },
  failed: { icon: 'error', words: 'failed' },
};

/** `validation loss 0.0489 at epoch 43`; empty before the first epoch. */
export function describeBest({ best, monitor, validationRows }: RunRecord): string {
  if (best === null) return '';
  const { words, format } = describeMonitor(monitor ?? (validationRows > 0 ? 'validationLoss' : 'loss'));
  return `${words} ${format(best.value)} at epoch ${best.epoch}`;
}

/** What stands above a spec: how its newest run stands and how far it came. */
export function runLens(run: ShownRun | null): string {
  if (run === null) return 'not trained yet';
  const { record, state, progress } = run;
  const { icon, words } = runStates[state];
  const isOn = state === 'running' || state === 'paused';
  const parts = [`$(${icon}) ${words}`];
  if (isOn && progress) {
    const epoch = Math.min(Math.floor(progress.epoch) + 1, progress.plannedEpochs);
    parts.push(`epoch ${epoch} of ${progress.plannedEpochs}`, `loss ${formatLoss(progress.loss)}`);
  } else {
    const best = describeBest(record);
    if (best !== '') parts.push(`best ${best}`);
  }
  return parts.join(' · ');
}
