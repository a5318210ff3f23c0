import { spawn, type ChildProcess } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import * as esbuild from 'esbuild';
import { createRandom } from '../../../src/tensor/random.js';
import { buildPasses } from '../../../src/inspect/kernels/build.mjs';
import { buildKernels } from '../../../src/tensor/kernels/build.mjs';

const root = join(import.meta.dirname, '../../..');

/** The command and the worker as they are shipped, in a folder that goes with the test run. */
export interface BuiltCommand {
  readonly directory: string;
  readonly cli: string;
  readonly worker: string;
}

let built: Promise<BuiltCommand> | null = null;

/** Builds them once for all tests of a run. */
export function buildCommand(): Promise<BuiltCommand> {
  return (built ??= build());
}

async function build(): Promise<BuiltCommand> {
  const directory = makeFolder();
  const [{ simd }] = await Promise.all([buildKernels(), buildPasses()]);
  cpSync(dirname(simd), join(directory, 'kernels'), { recursive: true });
  await esbuild.build({
    absWorkingDir: root,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    mainFields: ['module', 'main'],
    logLevel: 'warning',
    define: { NETWEIGHT_VERSION: '"0.0.0"', 'import.meta.url': '""' },
    entryPoints: { cli: 'src/cli/main.ts', worker: 'src/worker/entry.ts' },
    outdir: directory,
  });
  return { directory, cli: join(directory, 'cli.js'), worker: join(directory, 'worker.js') };
}

const folders: string[] = [];
process.on('exit', () => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A folder of its own, removed when the tests end. */
export function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'netweight-'));
  folders.push(folder);
  return folder;
}

/** A fresh copy of the penguins: table and spec. */
export function copyPenguins(): string {
  const folder = makeFolder();
  for (const file of ['penguins.csv', 'penguins.nn.json']) {
    cpSync(join(root, 'examples/penguins', file), join(folder, file));
  }
  return folder;
}

export interface Ended {
  /** Null where a signal ended it. */
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd?: string;
  /** Called with each line as it is printed. */
  readonly onLine?: (line: string, child: ChildProcess) => void;
  /** What runs the command; default: Node alone. */
  readonly through?: readonly string[];
}

/** Runs the built command to its end. */
export async function runCommand(args: readonly string[], options: RunOptions = {}): Promise<Ended> {
  const { cli } = await buildCommand();
  const [program = '', ...before] = [...(options.through ?? []), process.execPath, cli];
  const child = spawn(program, [...before, ...args], {
    cwd: options.cwd,
    env: { ...process.env, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  let seen = 0;
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    stdout += chunk;
    for (let end = stdout.indexOf('\n', seen); end >= 0; end = stdout.indexOf('\n', seen)) {
      options.onLine?.(stdout.slice(seen, end), child);
      seen = end + 1;
    }
  });
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (stderr += chunk));
  const status = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  return { status, stdout, stderr };
}

export type Line = Record<string, unknown>;

export function parseLines(stdout: string): Line[] {
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line);
}

/** The bytes of every checkpoint of a run. */
export function readCheckpoints(run: string): Map<string, Buffer> {
  const folder = join(run, 'checkpoints');
  return new Map(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name))]));
}

/** A table of `rows` rows whose class follows from its numbers, and a spec that takes a few seconds to train. */
export function makeSlowTraining(epochs: number): { readonly folder: string; readonly spec: string } {
  const folder = makeFolder();
  const { header, lines } = drawTable(4000, 12);
  writeFileSync(join(folder, 'table.csv'), [header, ...lines].join('\n'));
  const spec = join(folder, 'slow.nn.json');
  writeFileSync(
    spec,
    JSON.stringify({
      data: { train: 'table.csv', target: 'y' },
      layers: [
        { type: 'dense', units: 64, activation: 'relu' },
        { type: 'batchNorm' },
        { type: 'dropout', rate: 0.2 },
        { type: 'dense' },
      ],
      optimizer: { type: 'adam', amsgrad: true },
      schedule: { type: 'reduceOnPlateau', patience: 1 },
      training: {
        epochs,
        batchSize: 16,
        seed: 3,
        clipNorm: 1,
        checkpointEvery: 2,
        earlyStopping: { patience: 100 },
      },
    }),
  );
  return { folder, spec };
}

function drawTable(rows: number, columns: number): { header: string; lines: string[] } {
  const random = createRandom(1, 0);
  const names = Array.from({ length: columns }, (_, column) => `x${column}`);
  const lines = Array.from({ length: rows }, (_, row) => {
    const x = names.map((_, column) => random.normal(row * columns + column));
    const label = x[0]! * x[1]! + x[2]! > 0 ? 'a' : x[3]! > 0 ? 'b' : 'c';
    return [...x.map((value) => value.toFixed(4)), label].join(',');
  });
  return { header: [...names, 'y'].join(','), lines };
}
