/**
 * What it costs to leave a run on the disk: the same training of many tiny epochs, once with its run folder on the
 * disk and once with it in memory, in turn.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createControl } from '../src/training/control.js';
import type { FileSystem } from '../src/runs/fileSystem.js';
import { createNodeHost } from '../src/training/node.js';
import { train } from '../src/training/train.js';
import { MemoryFileSystem } from '../test/unit/runs/memoryFileSystem.js';

/** Four columns, 150 rows, two small layers: an epoch takes some tens of microseconds. */
const spec = JSON.stringify({
  data: { train: 'tiny.csv', target: 'label', validation: 0 },
  layers: [
    { type: 'dense', units: 16, activation: 'relu' },
    { type: 'dense', units: 16, activation: 'relu' },
    { type: 'dense', name: 'output' },
  ],
  training: { batchSize: 16, seed: 1 },
});

function drawTable(): string {
  const rows = Array.from({ length: 150 }, (_, row) => {
    const cells = Array.from({ length: 4 }, () => Math.random().toFixed(3));
    return [...cells, 'abc'[row % 3]].join(',');
  });
  return ['p,q,r,s,label', ...rows].join('\n');
}

export interface RunCost {
  readonly wallMs: number;
  /** Processor time of the whole process. */
  readonly cpuMs: number;
  /** Milliseconds that training stood still for the file system. */
  readonly waitedMs: number;
}

/** Counts the time while at least one of its operations is under way. */
function timed(fileSystem: FileSystem, wait: (milliseconds: number) => void): FileSystem {
  let underWay = 0;
  let since = 0;
  return new Proxy(fileSystem, {
    get(target, name: keyof FileSystem) {
      const method = target[name].bind(target) as (...args: unknown[]) => Promise<unknown>;
      return async (...args: unknown[]) => {
        if (underWay++ === 0) since = performance.now();
        try {
          return await method(...args);
        } finally {
          if (--underWay === 0) wait(performance.now() - since);
        }
      };
    },
  });
}

/** One training, from beginning to end. */
export async function measureRun(epochs: number, where: 'disk' | 'memory'): Promise<RunCost> {
  const folder = mkdtempSync(join(tmpdir(), 'netweight-bench-'));
  const host = await createNodeHost('dist/kernels', 'bench');
  const table = new TextEncoder().encode(drawTable());
  let waitedMs = 0;
  const fileSystem = timed(where === 'disk' ? host.fileSystem : new MemoryFileSystem(), (milliseconds) => {
    waitedMs += milliseconds;
  });
  const files = { read: () => Promise.resolve(table), list: () => Promise.resolve(null) };
  const start = performance.now();
  const cpu = process.cpuUsage();
  await train(
    {
      specPath: join(folder, 'tiny.nn.json'),
      specText: spec,
      directory: join(folder, 'run'),
      resume: false,
      overrides: { epochs },
    },
    { ...host, fileSystem, filesBeside: () => files },
    createControl(),
    () => undefined,
  );
  const { user, system } = process.cpuUsage(cpu);
  const wallMs = performance.now() - start;
  rmSync(folder, { recursive: true });
  return { wallMs, cpuMs: (user + system) / 1000, waitedMs };
}
