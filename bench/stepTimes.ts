import { createJobSession } from './job.js';
import type { Job } from './jobs.mjs';
import type { Machine } from '../src/tensor/kernels/machine.js';
import type { KernelName } from '../src/tensor/kernels/table.js';

/** Of all calls of a kernel in one step: how many there are, and their milliseconds together. */
export interface KernelTime {
  readonly kernel: KernelName;
  readonly calls: number;
  readonly milliseconds: number;
}

/** What a step spends its time on, the longest first: each call timed by itself, the shortest of some steps. */
export function timeKernels(job: Job, steps: number): KernelTime[] {
  const shortest = new Map<number, { kernel: KernelName; milliseconds: number }>();
  const timed = (machine: Machine): Machine => ({
    ...machine,
    compile: (calls) => {
      const programs = calls.map((call) => machine.compile([call]));
      const run = (): void => {
        for (const [index, program] of programs.entries()) {
          const start = performance.now();
          program.run();
          const milliseconds = performance.now() - start;
          const { kernel } = calls[index]!;
          const known = shortest.get(index);
          if (!known || milliseconds < known.milliseconds) shortest.set(index, { kernel, milliseconds });
        }
      };
      return { run };
    },
  });
  const session = createJobSession({ ...job, rows: job.batchSize }, { watch: false, machine: timed });
  for (let step = 0; step < steps; step++) {
    session.beginEpoch(step);
    session.run(
      1,
      () => 0.001,
      () => undefined,
    );
  }
  const sums = new Map<KernelName, { calls: number; milliseconds: number }>();
  for (const { kernel, milliseconds } of shortest.values()) {
    const sum = sums.get(kernel) ?? { calls: 0, milliseconds: 0 };
    sums.set(kernel, { calls: sum.calls + 1, milliseconds: sum.milliseconds + milliseconds });
  }
  return [...sums]
    .map(([kernel, sum]) => ({ kernel, ...sum }))
    .sort((a, b) => b.milliseconds - a.milliseconds);
}
