import { createJobSession, createStepper, type JobOptions } from './job.js';
import type { Job } from './jobs.mjs';

/** A window is short, so that other work on the machine meets both sides alike; a longer step is one by itself. */
const windowMs = 5;
const warmUpWindows = 20;

/** A training that runs for a window at a time and says how many milliseconds each step took. */
function createRunner(job: Job, options: JobOptions): () => number {
  const advance = createStepper(createJobSession(job, options));
  let stepsAtOnce = 1;
  return () => {
    const start = performance.now();
    let steps = 0;
    let elapsed: number;
    do {
      steps += advance(stepsAtOnce);
      elapsed = performance.now() - start;
    } while (elapsed < windowMs);
    stepsAtOnce = Math.max(1, Math.round((windowMs / 4) * (steps / elapsed)));
    return elapsed / steps;
  };
}

/**
 * The same job in two ways, in one process and in turn for short windows, over so many seconds: the ratio of a step's
 * time in the first way to that in the second, for each pair of windows.
 */
export function compareInTurn(job: Job, first: JobOptions, second: JobOptions, seconds: number): number[] {
  const one = createRunner(job, first);
  const other = createRunner(job, second);
  const begun = performance.now();
  for (let i = 0; i < warmUpWindows && performance.now() - begun < 1000; i++) {
    one();
    other();
  }
  const ratios: number[] = [];
  for (const end = performance.now() + 1000 * seconds; performance.now() < end;) {
    if (ratios.length % 2 === 0) ratios.push(one() / other());
    else {
      const otherMs = other();
      ratios.push(one() / otherMs);
    }
  }
  return ratios;
}
