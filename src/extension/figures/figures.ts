import type { Progress } from '../../protocol/training.js';
import type { RunSnapshot } from '../../protocol/runPanel.js';
import type { MeasuredRun } from '../../runs/measuredRun.js';
import type { RunRecord } from '../../runs/run.js';

/** What a run says beside the code: of the run that trains, or of the newest on disk. */
export interface RunFigures extends MeasuredRun {
  readonly directory: string;
  readonly record: RunRecord;
  readonly state: RunSnapshot['state'];
  readonly progress: Progress | null;
}
