import { readFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setImmediate, setTimeout } from 'node:timers/promises';
import { createReadFile } from '../data/node.js';
import type { KernelBinaries } from '../engine/session.js';
import type { Host } from '../runs/liveness.js';
import { nodeFileSystem, processLives } from '../runs/node.js';
import type { TrainingHost } from './host.js';

/** This machine, as runs know it. */
export const here: Host = { name: hostname(), processLives, now: () => Date.now() };

/** Training on Node: the host's files and clock, and the kernels that stand in `kernelDirectory`. */
export async function createNodeHost(kernelDirectory: string, version: string): Promise<TrainingHost> {
  return {
    fileSystem: nodeFileSystem,
    filesBeside: createReadFile,
    kernels: await readKernels(kernelDirectory),
    clock: {
      now: () => performance.now(),
      breathe: () => setImmediate(),
      sleep: (milliseconds) => setTimeout(milliseconds),
    },
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
