import type { MeasuredRun } from '../runs/measuredRun.js';
import type { RunRecord } from '../runs/run.js';
import type { RecordedRun } from '../training/recordedRun.js';
import type { RunCurves } from '../training/curves.js';

/** What the host itself asks of a run folder, since reading it may take long. */
export interface RunReadingCalls {
  /** For what is said beside the code. */
  measured: { args: RunRecord; reply: MeasuredRun };
  /** For its panel. */
  recorded: { args: RunRecord; reply: RecordedRun };
  curves: { args: null; reply: RunCurves };
}
