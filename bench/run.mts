/**
 * `npm run bench`: trains the jobs with our engine and with its peers, in turn, on one machine in one run, and
 * writes medians and spreads into docs/benchmarks.md. Peers in JavaScript run on the Node that VS Code ships.
 */
import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import * as esbuild from 'esbuild';
import { build } from '../esbuild.config.mjs';
import { installHost } from '../test/host/install.js';
import { serverNode } from '../test/host/paths.js';

const root = resolve(import.meta.dirname, '..');
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '7' },
    seconds: { type: 'string', default: '1.5' },
    jobs: { type: 'string', default: 'J1,J2' },
  },
});
const jobs = values.jobs.split(',');
const python = '/usr/bin/python3';

interface Peer {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** Name of the job for this peer. */
  readonly job?: (name: string) => string;
}

async function prepare(): Promise<void> {
  installHost();
  await build();
  if (!existsSync(join(root, 'bench/node_modules')))
    execFileSync('npm', ['ci'], { cwd: join(root, 'bench'), stdio: 'inherit' });
  mkdirSync(join(root, 'out/bench'), { recursive: true });
  await esbuild.build({
    entryPoints: [join(root, 'bench/peers/ours.ts')],
    outfile: join(root, 'out/bench/ours.mjs'),
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
  });
}

function listPeers(): Peer[] {
  const ours = join(root, 'out/bench/ours.mjs');
  const peer = (file: string): string => join(root, 'bench/peers', file);
  const hasTorch = spawnSync(python, ['-c', 'import torch']).status === 0;
  return [
    { name: 'Netweight, relaxed SIMD', command: serverNode, args: [ours] },
    {
      name: 'Netweight, relaxed SIMD, not watched',
      command: serverNode,
      args: [ours],
      job: (job) => `${job}-unwatched`,
    },
    { name: 'Netweight, SIMD', command: serverNode, args: [ours, '--simd'] },
    { name: 'tfjs-wasm', command: serverNode, args: [peer('tfjs.mjs'), 'wasm'] },
    { name: 'tfjs-cpu', command: serverNode, args: [peer('tfjs.mjs'), 'cpu'] },
    { name: '@jax-js/jax (wasm)', command: serverNode, args: [peer('jax.mjs')] },
    ...(hasTorch ? [{ name: 'PyTorch, 1 thread', command: python, args: [peer('pytorch.py'), '1'] }] : []),
  ];
}

class PeerProcess {
  private readonly child: ChildProcess;
  private readonly waiting: ((line: string) => void)[] = [];

  constructor(readonly peer: Peer) {
    this.child = spawn(peer.command, peer.args, { cwd: root, stdio: ['pipe', 'pipe', 'ignore'] });
    createInterface({ input: this.child.stdout! }).on('line', (line) => {
      if (line.startsWith('{')) this.waiting.shift()?.(line);
    });
  }

  async measure(job: string, seconds: number): Promise<number> {
    const answer = new Promise<string>((heard) => this.waiting.push(heard));
    this.child.stdin!.write(`${this.peer.job?.(job) ?? job} ${seconds}\n`);
    const { samplesPerSecond, error } = JSON.parse(await answer) as {
      samplesPerSecond?: number;
      error?: string;
    };
    if (samplesPerSecond === undefined) throw new Error(`${this.peer.name}, ${job}: ${error}`);
    return samplesPerSecond;
  }

  end(): void {
    this.child.kill();
  }
}

const median = (numbers: readonly number[]): number =>
  [...numbers].sort((a, b) => a - b)[numbers.length >> 1] ?? NaN;
const round = (x: number): string => (x >= 100 ? Math.round(x).toLocaleString('en') : x.toPrecision(3));

async function measureAll(): Promise<string[]> {
  const rows: string[] = [];
  const peers = listPeers().map((peer) => new PeerProcess(peer));
  const seconds = Number(values.seconds);
  for (const job of jobs) {
    const results = new Map<string, number[]>();
    for (const process of peers) await process.measure(job, 0.3);
    for (let turn = 0; turn < Number(values.rounds); turn++) {
      for (const process of peers) {
        const figures = results.get(process.peer.name) ?? [];
        figures.push(await process.measure(job, seconds));
        results.set(process.peer.name, figures);
      }
    }
    const ours = results.get('Netweight, relaxed SIMD') ?? [];
    for (const [name, figures] of results) {
      const ratios = figures.map((figure, turn) => (ours[turn] ?? NaN) / figure);
      const spread = `${round(Math.min(...figures))} … ${round(Math.max(...figures))}`;
      rows.push(`| ${job} | ${name} | ${round(median(figures))} | ${spread} | ${round(median(ratios))} × |`);
      console.log(rows.at(-1));
    }
  }
  for (const process of peers) process.end();
  return rows;
}

await prepare();
const rows = await measureAll();
const version = execFileSync(serverNode, ['--version'], { encoding: 'utf8' }).trim();
writeFileSync(
  join(root, 'docs/benchmarks.md'),
  `# Benchmarks

Written by \`npm run bench\` (${values.rounds} rounds of ${values.seconds} s, all in turn). ${cpus()[0]?.model ?? ''}, ${cpus().length} cores; Node ${version} for everything in JavaScript; one thread each. The last column is the median, over the rounds, of our rate divided by the peer's in the same round.

J1: 4-16-16-3, batch 16, Adam. J2: 784-256-128-10, batch 64, Adam. Both with relu, cross-entropy, a new order each epoch.

| job | engine | samples/s, median | spread | ours is |
| --- | --- | --- | --- | --- |
${rows.join('\n')}

"Not watched" trains without gradient norms and samples: the difference is what watching costs.
`,
);
process.exit(0);
