/** Our own engine as a peer: on the relaxed-SIMD build or with `--simd` on the plain one, on one thread or on `--threads` N. */
import { parseArgs } from 'node:util';
import { createJobSession, createStepper } from '../job.js';
import type { Job } from '../jobs.mjs';

const { values } = parseArgs({
  options: { simd: { type: 'boolean', default: false }, threads: { type: 'string', default: '1' } },
});

async function main(): Promise<void> {
  const { serve } = await import('./serve.mjs');
  serve<Job>(async (job) => {
    const session = createJobSession(job, { deterministic: values.simd, threads: Number(values.threads) });
    const advance = createStepper(session);
    let stepsAtOnce = 1;
    return () => {
      // Some ten milliseconds between two looks at the clock, whatever number of epochs that is.
      const begun = performance.now();
      let steps = 0;
      while (steps < stepsAtOnce) steps += advance(stepsAtOnce - steps);
      stepsAtOnce = Math.ceil((10 * steps) / (performance.now() - begun));
      // The last step of an epoch may be of fewer rows, so count what a whole call has seen.
      return steps * (job.rows / session.stepsPerEpoch);
    };
  });
}

void main();
