import { createJobSession, createStepper } from './job.js';
import type { Job } from './jobs.mjs';

/** What a training takes of memory: what its plan says before it starts, and by how much the process has grown. */
export interface MemoryCost {
  readonly plannedBytes: number;
  readonly grownBytes: number;
}

/** Trains an epoch in a process that has done nothing else. */
export function measureMemory(job: Job): MemoryCost {
  // What V8 and the kernels take once, whatever is trained.
  createStepper(createJobSession({ ...job, rows: job.batchSize }))(1);
  const before = process.memoryUsage();
  const session = createJobSession(job);
  createStepper(session)(session.stepsPerEpoch);
  const after = process.memoryUsage();
  // The benchmark holds the rows besides.
  const rowBytes = 4 * job.rows * (job.sizes[0]! + 1);
  return { plannedBytes: session.arenaBytes, grownBytes: after.rss - before.rss - rowBytes };
}
