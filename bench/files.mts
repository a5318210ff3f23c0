/**
 * `npm run bench:files`: how long it takes to list and to measure large model files, and the same statistics by NumPy
 * in the same run, and how often the heatmap of a large tensor is painted in VS Code. Writes docs/files-benchmarks.md.
 * Each figure of the first table is of a process of its own.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import * as esbuild from 'esbuild';
import { build } from '../esbuild.config.mjs';
import { buildPasses } from '../src/inspect/kernels/build.mjs';
import { installHost } from '../test/host/install.js';
import { serverNode } from '../test/host/paths.js';
import { formatHeatmap, measureHeatmap } from './heatmapInWorkbench.js';
import { dropFromCache, writePytorch, writeSafetensors } from './modelFiles.js';
import { writePage } from './page.mjs';
import type { Measured } from './peers/modelFile.js';
import { formatTable, median, round } from './tables.mjs';

const root = resolve(import.meta.dirname, '..');
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    write: { type: 'boolean', default: true },
    heatmap: { type: 'boolean', default: true },
  },
  allowNegative: true,
});
/** How long the heatmap is dragged at each depth. */
const dragSeconds = 5;
/** VS Code's own Node where the tests have brought it. */
const node = existsSync(serverNode) ? serverNode : process.execPath;
const program = join(root, 'out/bench/modelFile.mjs');
const python = '/usr/bin/python3';
const kernels = join(await buildPasses(), '..');

interface Row {
  readonly task: string;
  readonly wanted: string;
  readonly command: readonly [program: string, ...args: string[]];
  /** Is done before it is measured. */
  readonly prepare?: () => unknown;
  readonly measured: Measured[];
}

const row = (task: string, wanted: string, command: Row['command'], prepare?: () => unknown): Row => ({
  task,
  wanted,
  command,
  ...(prepare && { prepare }),
  measured: [],
});
const ours = (what: string, subject: string): Row['command'] => [node, program, what, subject, kernels];

function listRows(folder: string): Row[] {
  const sparse = join(folder, 'sparse.safetensors');
  writeSafetensors(sparse, { tensors: 300, rows: 2048, cols: 4096 });
  const stored = join(folder, 'stored.safetensors');
  const block = Float32Array.from({ length: 2 ** 20 }, (_, i) => Math.sin(i * 12.9898) * (1 + (i % 7)));
  writeSafetensors(stored, { tensors: 16, rows: 2048, cols: 4096 }, block);
  const torch = join(folder, 'large.pt');
  const hasTorch = writePytorch(torch, { tensors: 48, rows: 2048, cols: 4096 }, python);
  const hasNumpy = spawnSync(python, ['-c', 'import numpy']).status === 0;
  const gigabytes = (path: string): string => `${(statSync(path).size / 1e9).toFixed(1)} GB`;
  return [
    row('16.8 million float32 in memory', '10 × NumPy, 1.5 GB/s', ours('fast', 'float32')),
    ...(hasNumpy ? [row('… NumPy', '', [python, join(root, 'bench/peers/statistics.py')])] : []),
    row('… without WebAssembly', '', ours('plain', 'float32')),
    row('… from memory of JavaScript', '', ours('copied', 'float32')),
    row('16.8 million float64 in memory', '', ours('fast', 'float64')),
    row('16.8 million float16 in memory', '', ours('fast', 'float16')),
    row('16.8 million bfloat16 in memory', '', ours('fast', 'bfloat16')),
    row('16.8 million int8 in memory', '', ours('fast', 'int8')),
    row(
      `safetensors of ${gigabytes(stored)}, not in the system’s cache`,
      'the disk’s speed',
      ours('file', stored),
      () => dropFromCache(stored),
    ),
    row('… read twice, and nothing else', '', ours('read', stored), () => dropFromCache(stored)),
    row(`safetensors of ${gigabytes(stored)}, in the cache`, '', ours('file', stored)),
    row('… read twice, and nothing else', '', ours('read', stored)),
    row(`list of a sparse safetensors of ${gigabytes(sparse)}`, '500 ms, 200 MB', ours('list', sparse)),
    row('… picture and statistics, each of 8 tensors', '200 MB', ours('click', sparse)),
    ...(hasTorch
      ? [
          row(`list of a .pt of ${gigabytes(torch)}`, '500 ms, 200 MB', ours('list', torch)),
          row('… picture and statistics, each of 8 tensors', '200 MB', ours('click', torch)),
        ]
      : []),
  ];
}

function describeRow({ task, wanted, measured }: Row): string[] {
  const times = measured.map(({ milliseconds }) => milliseconds);
  const { bytes, grownBytes } = measured[0]!;
  return [
    task,
    `${round(median(times))} ms`,
    `${round(Math.min(...times))} … ${round(Math.max(...times))}`,
    bytes === undefined ? '' : `${round(bytes / 1e6 / median(times))} GB/s`,
    grownBytes === undefined
      ? ''
      : `${Math.round(Math.max(...measured.map((one) => one.grownBytes!)) / 1e6)} MB`,
    wanted,
  ];
}

mkdirSync(join(root, 'out/bench'), { recursive: true });
await esbuild.build({
  entryPoints: [join(root, 'bench/peers/modelFile.ts')],
  outfile: program,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  external: ['*/h5wasm.js'], // for a format that is not measured
});
const folder = mkdtempSync(join(tmpdir(), 'netweight-bench-'));
try {
  const rows = listRows(folder);
  // In turn, so that a busy minute of the machine does not fall on one of them.
  for (let turn = 0; turn < Number(values.rounds); turn++) {
    for (const { task, command, prepare, measured } of rows) {
      prepare?.();
      const [file, ...args] = command;
      const env = { ...process.env, OPENBLAS_NUM_THREADS: '1', OMP_NUM_THREADS: '1' };
      measured.push(JSON.parse(execFileSync(file, args, { encoding: 'utf8', env })) as Measured);
      console.log(task, JSON.stringify(measured.at(-1)));
    }
  }
  let heatmap = '';
  if (values.heatmap) {
    await build();
    installHost();
    heatmap = `\n${formatHeatmap(await measureHeatmap(dragSeconds))}`;
  }
  const medianOf = (task: string): number =>
    median(rows.find((one) => one.task === task)?.measured.map(({ milliseconds }) => milliseconds) ?? []);
  const ratio = medianOf('… NumPy') / medianOf('16.8 million float32 in memory');
  const version = execFileSync(node, ['--version'], { encoding: 'utf8' }).trim();
  const text = `# Model files

Written by \`npm run bench:files\` (${values.rounds} rounds, all in turn, each figure of a process of its own, one thread). ${cpus()[0]?.model.trim()}, ${cpus().length} cores; Node ${version}; load average at the end ${loadavg()[0]!.toFixed(1)}.

Statistics are minimum, maximum, mean, standard deviation, l1, l2, zeros, NaN, infinities and a histogram of 64 bins, in two readings; a tensor in memory lies where pieces of files are read to, which is WebAssembly’s. NumPy’s are min, max, mean, std, linalg.norm, count_nonzero and histogram.${Number.isFinite(ratio) ? ` NumPy takes ${ratio.toFixed(1)} times as long.` : ''}

${formatTable(['what', 'time, median', 'spread', 'values of the file', 'memory grows by at most', 'wanted'], rows.map(describeRow))}
${heatmap}`;
  if (values.write) await writePage('files-benchmarks.md', text);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
