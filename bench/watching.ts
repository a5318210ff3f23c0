import { createJobSession, createStepper } from './job.js';
import type { Job } from './jobs.mjs';
import { spentMs } from './processorTime.js';

/** Processor time of a window: short, so that other work on the machine meets both sides alike. */
const windowMs = 20;

/** A training that runs for a window at a time and says how many milliseconds each step took. */
function createRunner(job: Job, watch: boolean): () => number {
  const advance = createStepper(createJobSession(job, { watch }));
  let stepsAtOnce = 1;
  return () => {
    const start = spentMs();
    let steps = 0;
    let elapsed: number;
    do {
      steps += advance(stepsAtOnce);
      elapsed = spentMs() - start;
    } while (elapsed < windowMs);
    // About a millisecond between two looks at the clock.
    stepsAtOnce = Math.max(1, Math.min(200, Math.round(steps / elapsed)));
    return elapsed / steps;
  };
}

/**
 * What watching costs: two trainings in one process, one watched and one not, in turn for short windows. Returns the
 * ratio of a watched step's processor time to an unwatched one's in each pair of windows.
 */
export function compareWatching(job: Job, pairs: number): number[] {
  const watched = createRunner(job, true);
  const unwatched = createRunner(job, false);
  for (let i = 0; i < 20; i++) {
    watched();
    unwatched();
  }
  return Array.from({ length: pairs }, (_, pair) => {
    if (pair % 2 === 0) return watched() / unwatched();
    const without = unwatched();
    return watched() / without;
  });
}
