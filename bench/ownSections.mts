/** What our engine is measured for by itself, each a section of docs/benchmarks.md. */
import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { JobName } from './jobs.mjs';
import type { KernelTime } from './stepTimes.js';
import type { MemoryCost } from './memory.js';
import { formatTable, median, round } from './tables.mjs';

export interface Place {
  readonly root: string;
  /** Where the bundles are. */
  readonly out: string;
  readonly node: string;
}

export function measure<T>({ root, out, node }: Place, ...args: string[]): T {
  return JSON.parse(
    execFileSync(node, [join(out, 'measure.mjs'), ...args], { cwd: root, encoding: 'utf8' }),
  ) as T;
}

const percent = (share: number): string => `${(100 * share).toFixed(2)} %`;

/** Processes in which two ways are compared: each lays its memory out anew, which alone moves a ratio by a percent or two. */
const processes = 6;

/** The median ratio of each process; their mean is a figure, and how they scatter its error. */
function compareInProcesses(
  place: Place,
  what: 'watching' | 'threads',
  job: JobName,
  seconds: number,
): { readonly mean: number; readonly error: number; readonly least: number; readonly most: number } {
  const medians = Array.from({ length: processes }, () =>
    median(measure<number[]>(place, what, job, String(seconds))),
  );
  const mean = medians.reduce((sum, each) => sum + each, 0) / processes;
  const variance = medians.reduce((sum, each) => sum + (each - mean) ** 2, 0) / (processes - 1);
  return {
    mean,
    error: Math.sqrt(variance / processes),
    least: Math.min(...medians),
    most: Math.max(...medians),
  };
}

export function describeWatching(place: Place, jobs: readonly JobName[]): string {
  const seconds = 4;
  const rows = jobs.map((job) => {
    const { mean, error, least, most } = compareInProcesses(place, 'watching', job, seconds);
    return [job, percent(mean - 1), `± ${percent(error)}`, `${percent(least - 1)} … ${percent(most - 1)}`];
  });
  return `## Watching gradients and weights

Two trainings in one process, one watched and one not, in turn for windows of 5 ms or a step over ${seconds} s: by how much a watched step takes longer, the median of all pairs. Mean, standard error and range over ${processes} processes.

${formatTable(['job', 'watching costs', 'standard error', 'range'], rows)}`;
}

export function describeThreads(place: Place, jobs: readonly JobName[]): string {
  const seconds = 3;
  const rows = jobs
    .filter((job) => job !== 'J1') // Too short to be shared.
    .map((job) => {
      const { mean, error, least, most } = compareInProcesses(place, 'threads', job, seconds);
      return [
        job,
        `${mean.toFixed(2)} ×`,
        `± ${error.toFixed(2)}`,
        `${least.toFixed(2)} … ${most.toFixed(2)}`,
      ];
    });
  return `## Two threads beside one

The same job on one thread and on two, in one process and in turn for windows of 5 ms or a step over ${seconds} s: how many times as fast two are, the median of all pairs. Mean, standard error and range over ${processes} processes.

${formatTable(['job', 'two threads are', 'standard error', 'range'], rows)}`;
}

interface RunCost {
  readonly wallMs: number;
  readonly cpuMs: number;
  readonly waitedMs: number;
}

export function describeRunFolder(place: Place): string {
  const [epochs, rounds] = [60_000, 5];
  const costs = { disk: [] as RunCost[], memory: [] as RunCost[] };
  for (let turn = 0; turn < rounds; turn++) {
    for (const where of ['disk', 'memory'] as const) {
      costs[where].push(measure<RunCost>(place, 'run', where, String(epochs)));
    }
  }
  const rows = (['disk', 'memory'] as const).map((where) => [
    where,
    round(median(costs[where].map(({ wallMs }) => wallMs))),
    round(median(costs[where].map(({ cpuMs }) => cpuMs))),
    percent(median(costs[where].map(({ waitedMs, wallMs }) => waitedMs / wallMs))),
  ]);
  return `## The run folder

A training of ${epochs} tiny epochs (4-16-16-3 on 150 rows) with its run folder on the disk and in memory, in turn, ${rounds} times: medians of the time by the clock, of processor time, and of the share of the clock's time that training stood still for the file system.

${formatTable(['run folder', 'ms by the clock', 'ms of processor time', 'stood still'], rows)}`;
}

export function describeSteps(place: Place, jobs: readonly JobName[]): string {
  const rows = jobs.flatMap((job) => {
    const times = measure<KernelTime[]>(place, 'kernels', job, '60');
    const whole = times.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
    return times
      .filter(({ milliseconds }) => milliseconds / whole > 0.02)
      .map(({ kernel, calls, milliseconds }) => [
        job,
        kernel,
        String(calls),
        round(1000 * milliseconds),
        percent(milliseconds / whole),
      ]);
  });
  return `## What a step does

Each call of a step timed by itself on one thread, the shortest of 60 steps: the kernels that take more than 2 % of all.

${formatTable(['job', 'kernel', 'calls', 'µs together', 'share'], rows)}`;
}

export function describeMemory(place: Place, jobs: readonly JobName[]): string {
  const megabytes = (bytes: number): string => (bytes / 2 ** 20).toFixed(1);
  const rows = jobs.map((job) => {
    const { plannedBytes, grownBytes } = measure<MemoryCost>(place, 'memory', job);
    return [job, megabytes(plannedBytes), megabytes(grownBytes)];
  });
  return `## Memory

What the plan says before a training starts (weights, gradients, optimizer, buffers and the rows themselves), and by how much the memory of a process grows that trains an epoch; one process a job, MiB.

${formatTable(['job', 'planned', 'grown'], rows)}`;
}

/** GFLOP/s of one core with 128-bit multiply-adds, by a small C program; null where there is no compiler. */
function measureLimit({ root, out }: Place): number | null {
  const program = join(out, 'limit');
  const compiled = spawnSync('cc', ['-O2', '-mfma', '-o', program, join(root, 'bench/limit.c')]);
  return compiled.status === 0 ? Number(execFileSync(program, { encoding: 'utf8' })) : null;
}

/** Runs of each size that are enough to meet a moment when nobody else is at work. */
const runsOf: Readonly<Record<number, number>> = { 64: 20_000, 256: 500, 1024: 100 };

export function describeProducts(place: Place): string {
  const limits: number[] = [];
  const rates = new Map(Object.keys(runsOf).map((size) => [Number(size), [] as number[]]));
  for (let turn = 0; turn < 5; turn++) {
    limits.push(measureLimit(place) ?? NaN);
    for (const [size, found] of rates) {
      found.push(measure<number>(place, 'product', String(size), String(runsOf[size])));
    }
  }
  const limit = Math.max(...limits);
  const rows = [...rates].map(([size, found]) => {
    const best = Math.max(...found);
    return [`${size}³`, best.toFixed(1), Number.isNaN(limit) ? '–' : percent(best / limit)];
  });
  return `## The product

GFLOP/s of x·Wᵀ, relaxed SIMD, one thread, the best of many runs; the limit of one core with 128-bit fused multiply-adds (\`bench/limit.c\`) is ${Number.isNaN(limit) ? 'not known here' : limit.toFixed(1)}.

${formatTable(['size', 'GFLOP/s', 'of the limit'], rows)}`;
}
