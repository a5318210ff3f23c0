import { readFile } from 'node:fs/promises';
import { availableParallelism, freemem, hostname } from 'node:os';
import { basename, join } from 'node:path';
import { setImmediate, setTimeout } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { filesBeside } from '../data/node.js';
import type { KernelBinaries } from '../engine/session.js';
import type { Host } from '../runs/liveness.js';
import { nodeFileSystem, processLives } from '../runs/node.js';
import type { Threads } from '../tensor/kernels/threads.js';
import { checkData, type CheckedSpec } from './checkData.js';
import type { TrainingHost } from './host.js';
import { proposeNetwork, type ProposedNetwork } from './propose.js';

/** This machine, as runs know it. */
export const here: Host = { name: hostname(), processLives, now: () => Date.now() };

/** Training on Node: the host's files and clock, and the kernels that stand in `kernelDirectory`. */
export async function createNodeHost(kernelDirectory: string, version: string): Promise<TrainingHost> {
  return {
    fileSystem: nodeFileSystem,
    filesBeside,
    kernels: await readKernels(kernelDirectory),
    threads: createNodeThreads(kernelDirectory),
    clock: {
      now: () => performance.now(),
      breathe: () => setImmediate(),
      sleep: (milliseconds) => setTimeout(milliseconds),
    },
    availableBytes,
    here,
    processId: process.pid,
    versions: { netweight: version, node: process.versions.node, v8: process.versions.v8 },
  };
}

export async function readKernels(directory: string): Promise<KernelBinaries> {
  const [simd, relaxedSimd] = await Promise.all(
    ['simd.wasm', 'relaxed-simd.wasm'].map(
      async (file) => new Uint8Array(await readFile(join(directory, file))),
    ),
  );
  return { simd: simd!, relaxedSimd: relaxedSimd! };
}

/** The memory that this process can still have: what is free, or what a container leaves it. */
export function availableBytes(): number {
  // Absent before Node 20.13.
  return (process as Partial<Pick<NodeJS.Process, 'availableMemory'>>).availableMemory?.() ?? freemem();
}

/** Threads of Node that run what stands beside the kernels. */
export function createNodeThreads(kernelDirectory: string): Threads {
  const entry = join(kernelDirectory, 'thread.mjs');
  return {
    cores: availableParallelism(),
    start: (task) => {
      const helper = new Worker(entry, {
        workerData: task,
        execArgv: [],
        resourceLimits: { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 2, stackSizeMb: 1 },
      });
      helper.unref();
      // The kernels tell whoever shares the work; what never came is not waited for.
      helper.on('error', () => undefined);
    },
  };
}

/** What the data says of a spec on disk; `text` may be newer than the file. */
export function checkSpecFile(specPath: string, text: string, host: TrainingHost): Promise<CheckedSpec> {
  return checkData(text, host.filesBeside(specPath), host);
}

/** A first spec for a table on disk, to stand beside it. */
export async function proposeForFile(dataPath: string, target?: string): Promise<ProposedNetwork> {
  const name = basename(dataPath);
  return proposeNetwork(filesBeside(dataPath), name, target);
}
