/** One measurement of our own in a process of its own: `node measure.mjs WHAT …`, the figures as JSON. */
import { jobs, type JobName } from './jobs.mjs';
import { measureGrowth } from './growth.js';
import { measureMemory } from './memory.js';
import { measureProduct } from './products.js';
import { measureRun } from './runFolder.js';
import { compareWatching } from './watching.js';

const measurements: Readonly<Record<string, (...args: string[]) => unknown>> = {
  watching: (job, pairs) => compareWatching(jobs[job as JobName], Number(pairs)),
  run: (where, epochs) => measureRun(Number(epochs), where as 'disk' | 'memory'),
  product: (size, runs) => measureProduct(Number(size), Number(runs)),
  memory: (job) => measureMemory(jobs[job as JobName]),
  growth: (windows) => measureGrowth(Number(windows)),
};

async function main(): Promise<void> {
  const [what = '', ...args] = process.argv.slice(2);
  console.log(JSON.stringify(await measurements[what]!(...args)));
}

void main();
