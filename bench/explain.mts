/**
 * `npm run bench:explain`: how long attribution takes on one core, and the same kernel method written with NumPy and
 * PyTorch in the same run. Writes docs/explain-benchmarks.md. Each figure is of a process of its own.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import * as esbuild from 'esbuild';
import { build } from '../esbuild.config.mjs';
import { serverNode } from '../test/host/paths.js';
import { writePage } from './page.mjs';
import { formatTable, median, round } from './tables.mjs';

const root = resolve(import.meta.dirname, '..');
const { values } = parseArgs({ options: { rounds: { type: 'string', default: '3' } } });
/** VS Code's own Node where the tests have brought it. */
const node = existsSync(serverNode) ? serverNode : process.execPath;
const program = join(root, 'out/bench/explain.mjs');
const python = '/usr/bin/python3';
const peer = join(root, 'bench/peers/kernel_shap.py');

interface Measured {
  readonly seconds: number;
  readonly cpuSeconds: number;
  /** Of our own methods: until the first row is there, and base value + Σφ − prediction at most. */
  readonly firstSeconds?: number;
  readonly residual?: number;
}

interface Row {
  readonly task: string;
  readonly limitSeconds: number | null;
  readonly command: readonly [program: string, ...args: string[]];
}

const digits = 'digits, 64-256-128-10';
const rows: readonly Row[] = [
  {
    task: `kernel: ${digits}, 100 rows, 10 centres`,
    limitSeconds: 5,
    command: [node, program, 'kernel-clusters'],
  },
  { task: '… NumPy and PyTorch', limitSeconds: null, command: [python, peer, '100', '10'] },
  {
    task: `kernel: ${digits}, 100 rows, 100 rows`,
    limitSeconds: 45,
    command: [node, program, 'kernel-rows'],
  },
  { task: '… NumPy and PyTorch', limitSeconds: null, command: [python, peer, '100', '100'] },
  {
    task: 'exact: 14 features in 108 inputs, 64-32-1, 1 row, 100 rows',
    limitSeconds: 2,
    command: [node, program, 'exact'],
  },
  {
    task: `deep: ${digits}, 1,000 rows, 100 rows, class predicted`,
    limitSeconds: 3,
    command: [node, program, 'deep'],
  },
  {
    task: `expectedGradients: ${digits}, 1,000 rows, 200 samples, class predicted`,
    limitSeconds: 3,
    command: [node, program, 'expectedGradients'],
  },
];

const hasPeer = spawnSync(python, ['-c', 'import torch']).status === 0;
await build();
mkdirSync(join(root, 'out/bench'), { recursive: true });
await esbuild.build({
  entryPoints: [join(root, 'bench/peers/explain.ts')],
  outfile: program,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
});
const measured = rows.map(() => [] as Measured[]);
// In turn, so that a busy minute of the machine does not fall on one of them.
for (let turn = 0; turn < Number(values.rounds); turn++) {
  rows.forEach(({ task, command: [command, ...args] }, i) => {
    if (command === python && !hasPeer) return;
    // NumPy's products would take all cores.
    const env = { ...process.env, OPENBLAS_NUM_THREADS: '1', OMP_NUM_THREADS: '1' };
    const output = execFileSync(command, args, { cwd: root, encoding: 'utf8', env });
    measured[i]!.push(JSON.parse(output) as Measured);
    console.log(task, output.trim());
  });
}
const table = rows.flatMap(({ task, limitSeconds }, i) => {
  const figures = measured[i]!;
  if (figures.length === 0) return [];
  const times = figures.map(({ seconds }) => seconds);
  const residual = figures[0]!.residual;
  const firstSeconds = figures.flatMap((figure) => figure.firstSeconds ?? []);
  return [
    [
      task,
      `${round(median(times))} s`,
      `${round(Math.min(...times))} … ${round(Math.max(...times))}`,
      `${round(median(figures.map(({ cpuSeconds }) => cpuSeconds)))} s`,
      firstSeconds.length === 0 ? '' : `${round(median(firstSeconds))} s`,
      limitSeconds === null ? '' : `${limitSeconds} s`,
      residual === undefined ? '' : residual.toExponential(1),
    ],
  ];
});
interface Budget {
  readonly method: string;
  readonly samples: number;
  readonly error: number;
  readonly residual: number;
}

const budgets = JSON.parse(
  execFileSync(node, [program, 'budgets'], { cwd: root, encoding: 'utf8' }),
) as readonly Budget[];
/** From 1 down to 1e-3, eight columns a decade. */
const barOf = (error: number): string => '█'.repeat(Math.max(0, Math.round(8 * (3 + Math.log10(error)))));
const budgetTable = budgets.map(({ method, samples, error, residual }) => [
  method,
  String(samples),
  error.toExponential(1),
  `\`${barOf(error)}\``,
  residual.toExponential(1),
]);
const version = execFileSync(node, ['--version'], { encoding: 'utf8' }).trim();
await writePage(
  'explain-benchmarks.md',
  `# Attribution

Written by \`npm run bench:explain\` (${values.rounds} rounds, all in turn, each figure of a process of its own, one thread). ${cpus()[0]?.model.trim()}, ${cpus().length} cores; Node ${version}; load average at the end ${loadavg()[0]!.toFixed(1)}. Weights are drawn: what it takes does not depend on what was learnt.

${formatTable(['method: network, rows explained, background', 'time, median', 'spread', 'CPU time, median', 'first row', 'wanted', 'largest residual'], table)}

The first row is what a panel draws first; the clock runs from the moment the model and the data are there.

## How the error falls with the budget

The 14 features of the table above, 8 rows, 20 background rows. Error is the root mean square distance from the exact Shapley values as a share of their own, a bar's length is its logarithm (from 1e-3 on). Expected gradients has another expectation than the game that Shapley values divide, so that its error stays while its residual falls.

${formatTable(['method', 'samples a row', 'error', '', 'largest residual'], budgetTable)}

Kernel asks 2n + 2048 coalitions of n features, and the peer as many, all of them drawn, with a regression of its own for every row.
`,
);
