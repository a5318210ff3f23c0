import { describeMonitor } from '../../display/metricWords.js';
import { formatLoss } from '../../display/numbers.js';
import { describeRunState } from '../../display/runStates.js';
import type { Progress } from '../../protocol/training.js';
import type { RunRecord } from '../../runs/run.js';

export interface ShownRun {
  readonly record: RunRecord;
  readonly state: RunRecord['status'] | 'paused';
  readonly progress: Progress | null;
}

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
  const { icon, words } = describeRunState(state);
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
