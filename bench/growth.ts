import { createJobSession, createStepper } from './job.js';
import { jobs, type Job } from './jobs.mjs';
import { spentMs } from './processorTime.js';

const { J2 } = jobs;
const variants: Readonly<Record<string, Job>> = {
  ...Object.fromEntries(
    [16, 32, 64, 128, 256].map((batchSize) => [`batch ${batchSize}`, { ...J2, batchSize }]),
  ),
  ...Object.fromEntries(
    [64, 128, 256, 512].map((width) => [`width ${width}`, { ...J2, sizes: [784, width, width / 2, 10] }]),
  ),
  ...Object.fromEntries([2500, 5000, 10_000, 20_000].map((rows) => [`rows ${rows}`, { ...J2, rows }])),
};

/** How the time of J2 grows: milliseconds of processor time for a step and for an epoch, the best of some windows. */
export function measureGrowth(windows: number): { name: string; stepMs: number; epochMs: number }[] {
  return Object.entries(variants).map(([name, job]) => {
    const session = createJobSession(job);
    const advance = createStepper(session);
    let stepMs = Infinity;
    for (let window = 0; window < windows; window++) {
      const start = spentMs();
      let steps = 0;
      do steps += advance(50);
      while (spentMs() - start < 60);
      stepMs = Math.min(stepMs, (spentMs() - start) / steps);
    }
    return { name, stepMs, epochMs: stepMs * session.stepsPerEpoch };
  });
}
