/**
 * `npm run bench`: measures our engine beside its peers and against itself, on one machine in one run, and writes
 * docs/benchmarks.md. What is compared runs in turn. Peers in JavaScript run on the Node that VS Code ships.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import * as esbuild from 'esbuild';
import { build } from '../esbuild.config.mjs';
import { installHost } from '../test/host/install.js';
import { serverNode } from '../test/host/paths.js';
import { descriptions, type JobName } from './jobs.mjs';
import { comparePeers, hasTorch, longTurnSeconds, python, turnsOfLong } from './comparePeers.mjs';
import { describeGrowth } from './growthSection.mjs';
import {
  describeMemory,
  describeProducts,
  describeRunFolder,
  describeSteps,
  describeThreads,
  describeWatching,
} from './ownSections.mjs';
import { writePage } from './page.mjs';
import { describeSameLosses } from './sameTrainingSection.mjs';

const root = resolve(import.meta.dirname, '..');
const out = join(root, 'out/bench');
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '20' },
    seconds: { type: 'string', default: '0.15' },
    jobs: { type: 'string', default: 'J1,J2,J3,J4,J5,J6,J7' },
  },
});
const jobs = values.jobs.split(',') as JobName[];
const [rounds, seconds] = [Number(values.rounds), Number(values.seconds)];

async function prepare(): Promise<void> {
  installHost();
  await build();
  if (!existsSync(join(root, 'bench/node_modules')))
    execFileSync('npm', ['ci'], { cwd: join(root, 'bench'), stdio: 'inherit' });
  mkdirSync(out, { recursive: true });
  await esbuild.build({
    entryPoints: { ours: join(root, 'bench/peers/ours.ts'), measure: join(root, 'bench/measure.ts') },
    outdir: out,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    mainFields: ['module', 'main'],
    banner: {
      js: `import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);`,
    },
  });
}

await prepare();
const version = execFileSync(serverNode, ['--version'], { encoding: 'utf8' }).trim();
const loadBefore = loadavg()[0]!;
const compared = { root, out, node: serverNode, jobs, rounds, seconds };
const sameLosses = hasTorch() ? [describeSameLosses({ ...compared, python })] : [];
const peers = await comparePeers(compared);
const own = { root, out, node: serverNode };
const sections = [
  ...sameLosses,
  ...(cpus().length > 1 ? [describeThreads(own, jobs)] : []),
  describeWatching(own, jobs),
  describeSteps(own, jobs),
  describeRunFolder(own),
  describeMemory(own, jobs),
  describeProducts(own),
  describeGrowth(own),
];
const load = [loadBefore, loadavg()[0]!].map((value) => value.toFixed(1)).join(' and ');
await writePage(
  'benchmarks.md',
  `# Benchmarks

Written by \`npm run bench -- --rounds ${rounds} --seconds ${seconds} --jobs ${jobs.join(',')}\`. ${cpus()[0]?.model ?? ''}, ${cpus().length} cores; Node ${version} for everything in JavaScript; one thread each where nothing else is said. Load average before and after: ${load}; where it is above 1, others were at work on the machine, and only ratios of what ran in turn mean something.

${jobs.map((job) => `${job}: ${descriptions[job]}.`).join(' ')} Relu, cross-entropy, a new order each epoch; ours is watched.

Measured apart: [attribution](explain-benchmarks.md), [model files](files-benchmarks.md), [loading tables](data-benchmarks.md), [the run panel](panel-benchmarks.md), [activation](activation.md).

## Beside peers

${rounds} rounds of ${seconds} s, all in turn, in another order each round; whose step takes over ${longTurnSeconds} s has a turn only in every ${turnsOfLong}th round. The last columns are our rate, on one thread and on two, divided by the row's in the same round: the median and the quartiles over the rounds. Two processes are the same training twice at the same time, their rates added up: what the machine's two cores give at best, caches and memory being shared, and so what two threads can be held against.

${peers}

${sections.join('\n\n')}
`,
);
process.exit(0);
