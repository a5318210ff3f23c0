import { createJobSession, createStepper } from './job.js';
import { jobs, type Job } from './jobs.mjs';
import { spentMs } from './processorTime.js';

const { J2 } = jobs;

/** J2 with another size of one kind, and the milliseconds of processor time that it takes. */
export interface Grown {
  readonly kind: 'batch' | 'width' | 'rows';
  readonly size: number;
  readonly stepMs: number;
  readonly epochMs: number;
}

const variants: readonly { kind: Grown['kind']; size: number; job: Job }[] = [
  ...[16, 32, 64, 128, 256].map((size) => ({
    kind: 'batch' as const,
    size,
    job: { ...J2, batchSize: size },
  })),
  ...[64, 128, 256, 512].map((size) => ({
    kind: 'width' as const,
    size,
    job: { ...J2, sizes: [784, size, size / 2, 10] },
  })),
  ...[2500, 5000, 10_000, 20_000].map((size) => ({
    kind: 'rows' as const,
    size,
    job: { ...J2, rows: size },
  })),
];

/** How the time of J2 grows: for a step and for an epoch, the best of some windows. */
export function measureGrowth(windows: number): Grown[] {
  return variants.map(({ kind, size, job }) => {
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
    return { kind, size, stepMs, epochMs: stepMs * session.stepsPerEpoch };
  });
}
