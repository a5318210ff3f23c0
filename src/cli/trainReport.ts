import type { RunRecord } from '../runs/run.js';
import type { TrainingEvent } from '../training/events.js';

/** Shows a training as it goes: lines for programs, or a bar and a summary for people. */
export interface TrainReport {
  tell(event: TrainingEvent): void;
  /** Something more to be said between two events, such as that it is stopping. */
  note(message: string): void;
  /** Puts the terminal back as it was, also where training failed. */
  close(): void;
  /** The end, however it ended. */
  done(directory: string, run: RunRecord): void;
}
