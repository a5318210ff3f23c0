import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import type { JobName } from './jobs.mjs';
import { formatTable, median, quartiles, round } from './tables.mjs';

export const python = '/usr/bin/python3';
/** A peer whose turn takes longer has one in every fourth round: a long turn evens out by itself what goes on around it. */
export const longTurnSeconds = 2;
export const turnsOfLong = 4;
/** Between two turns: what a peer leaves behind, such as a collection of garbage, is not to be the next one's. */
const restMs = 20;

interface Peer {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** That train at the same time, each by itself; their rates are added up. */
  readonly processes?: number;
}

export interface PeersInput {
  readonly root: string;
  /** Where the bundles are. */
  readonly out: string;
  readonly node: string;
  readonly jobs: readonly JobName[];
  readonly rounds: number;
  readonly seconds: number;
}

export function hasTorch(): boolean {
  return spawnSync(python, ['-c', 'import torch']).status === 0;
}

function listPeers({ root, out, node }: PeersInput): Peer[] {
  const ours = join(out, 'ours.mjs');
  const peer = (file: string): string => join(root, 'bench/peers', file);
  const torch = (name: string, threads: number): Peer => ({
    name: `PyTorch, ${name}`,
    command: python,
    args: [peer('pytorch.py'), String(threads)],
  });
  const isShared = availableParallelism() > 1;
  const withTorch = hasTorch();
  return [
    { name: 'Netweight, relaxed SIMD', command: node, args: [ours] },
    ...(isShared
      ? [
          { name: 'Netweight, 2 threads', command: node, args: [ours, '--threads', '2'] },
          { name: 'Netweight, 2 processes', command: node, args: [ours], processes: 2 },
        ]
      : []),
    { name: 'Netweight, SIMD', command: node, args: [ours, '--simd'] },
    ...(withTorch ? [torch('1 thread', 1)] : []),
    ...(withTorch && isShared ? [torch('all threads', availableParallelism())] : []),
    { name: 'tfjs-wasm', command: node, args: [peer('tfjs.mjs'), 'wasm'] },
    { name: 'tfjs-cpu', command: node, args: [peer('tfjs.mjs'), 'cpu'] },
    { name: '@jax-js/jax (wasm)', command: node, args: [peer('jax.mjs')] },
  ];
}

/** One process of a peer: it answers a line `JOB SECONDS` with a line of JSON. */
class PeerProcess {
  private readonly child: ChildProcess;
  private readonly waiting: ((line: string) => void)[] = [];

  constructor({ command, args }: Peer, root: string) {
    this.child = spawn(command, args, { cwd: root, stdio: ['pipe', 'pipe', 'ignore'] });
    createInterface({ input: this.child.stdout! }).on('line', (line) => {
      if (line.startsWith('{')) this.waiting.shift()?.(line);
    });
  }

  /** Samples a second; NaN where the peer cannot do this job. */
  async measure(job: string, seconds: number): Promise<number> {
    const answer = new Promise<string>((heard) => this.waiting.push(heard));
    this.child.stdin!.write(`${job} ${seconds}\n`);
    const { samplesPerSecond } = JSON.parse(await answer) as { samplesPerSecond?: number };
    return samplesPerSecond ?? NaN;
  }

  end(): void {
    this.child.kill();
  }
}

class RunningPeer {
  private readonly processes: readonly PeerProcess[];

  constructor(
    readonly peer: Peer,
    root: string,
  ) {
    this.processes = Array.from({ length: peer.processes ?? 1 }, () => new PeerProcess(peer, root));
  }

  /** Samples a second of all its processes at once; NaN where it cannot do this job. */
  async measure(job: string, seconds: number): Promise<number> {
    const rates = await Promise.all(this.processes.map((process) => process.measure(job, seconds)));
    return rates.reduce((sum, rate) => sum + rate, 0);
  }

  end(): void {
    for (const process of this.processes) process.end();
  }
}

/** Trains every job with every peer, in turn, and gives the table. */
export async function comparePeers(input: PeersInput): Promise<string> {
  const peers = listPeers(input).map((peer) => new RunningPeer(peer, input.root));
  const rows: string[][] = [];
  for (const job of input.jobs) {
    const able: RunningPeer[] = [];
    for (const peer of peers) if (!Number.isNaN(await peer.measure(job, 0.3))) able.push(peer);
    const rates = new Map(able.map((peer) => [peer, [] as number[]]));
    const long = new Set<RunningPeer>();
    for (let turn = 0; turn < input.rounds; turn++) {
      for (const peer of shuffled(able)) {
        await setTimeout(restMs);
        const begun = performance.now();
        const isDue = turn % turnsOfLong === 0 || !long.has(peer);
        rates.get(peer)!.push(isDue ? await peer.measure(job, input.seconds) : NaN);
        if (performance.now() - begun > 1000 * longTurnSeconds) long.add(peer);
      }
    }
    const ours = rates.get(peers[0]!) ?? [];
    const shared = rates.get(peers.find(({ peer }) => peer.args.includes('--threads'))!);
    for (const [{ peer }, turns] of rates) {
      const figures = turns.filter(isKnown);
      const ratios = turns.map((figure, turn) => ours[turn]! / figure).filter(isKnown);
      const onTwo = shared && turns.map((figure, turn) => shared[turn]! / figure).filter(isKnown);
      rows.push([
        job,
        peer.name,
        round(median(figures)),
        `${round(Math.min(...figures))} … ${round(Math.max(...figures))}`,
        `${round(median(ratios))} ×`,
        quartiles(ratios).map(round).join(' … '),
        onTwo ? `${round(median(onTwo))} ×` : '–',
        onTwo ? quartiles(onTwo).map(round).join(' … ') : '–',
      ]);
      console.log(rows.at(-1)!.join('  '));
    }
  }
  for (const peer of peers) peer.end();
  return formatTable(
    ['job', 'engine', 'samples/s, median', 'spread', 'ours is', 'quartiles', 'on two threads', 'quartiles'],
    rows,
  );
}

function shuffled<T>(items: readonly T[]): T[] {
  return items
    .map((item) => ({ item, place: Math.random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item);
}

function isKnown(figure: number): boolean {
  return !Number.isNaN(figure);
}
