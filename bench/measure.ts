/** One measurement of our own in a process of its own: `node measure.mjs WHAT …`, the figures as JSON. */
import { jobs, type Job, type JobName } from './jobs.mjs';
import { measureGrowth } from './growth.js';
import { compareInTurn } from './inTurn.js';
import { measureMemory } from './memory.js';
import { measureProduct } from './products.js';
import { measureRun } from './runFolder.js';
import { compareLosses, type Precision } from './sameLosses.js';
import { timeKernels } from './stepTimes.js';

/** A smaller batch makes calls short, so that other work on the machine comes between fewer of them. */
function withBatch(job: Job, batchSize: string | undefined): Job {
  return batchSize === undefined ? job : { ...job, batchSize: Number(batchSize) };
}

const measurements: Readonly<Record<string, (...args: string[]) => unknown>> = {
  watching: (job, seconds) =>
    compareInTurn(jobs[job as JobName], { watch: true }, { watch: false }, Number(seconds)),
  threads: (job, seconds) =>
    compareInTurn(jobs[job as JobName], { threads: 1 }, { threads: 2 }, Number(seconds)),
  losses: (job, python, script, steps, precision) =>
    compareLosses(job as JobName, python, script, Number(steps), precision as Precision),
  run: (where, epochs) => measureRun(Number(epochs), where as 'disk' | 'memory'),
  product: (size, runs) => measureProduct(Number(size), Number(runs)),
  kernels: (job, steps, batchSize) => timeKernels(withBatch(jobs[job as JobName], batchSize), Number(steps)),
  memory: (job) => measureMemory(jobs[job as JobName]),
  growth: (windows) => measureGrowth(Number(windows)),
};

async function main(): Promise<void> {
  const [what = '', ...args] = process.argv.slice(2);
  console.log(JSON.stringify(await measurements[what]!(...args)));
}

void main();
