/** Our own engine as a peer, on the relaxed-SIMD build or with `--simd` on the plain one. */
import { createJobSession, createStepper } from '../job.js';
import type { Job } from '../jobs.mjs';

async function main(): Promise<void> {
  const { serve } = await import('./serve.mjs');
  serve<Job>(async (job) => {
    const session = createJobSession(job, { deterministic: process.argv.includes('--simd') });
    const advance = createStepper(session);
    return () => {
      // The last step of an epoch may be of fewer rows, so count what a whole call has seen.
      const steps = advance(200);
      return steps * (job.rows / session.stepsPerEpoch);
    };
  });
}

void main();
