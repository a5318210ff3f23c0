/**
 * `npm run results [TABLE…]`: trains real tables with `netweight train` and with scikit-learn's networks of the same
 * widths, epochs, batch size and rate, on the same five splits each, three times each. All tables write docs/results.md, and for
 * test/conformance/results.test.ts what scikit-learn reached on the small ones.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { format } from 'prettier';
import { build } from '../esbuild.config.mjs';

interface Table {
  readonly name: string;
  readonly file: string;
  readonly target: string;
  readonly ignore?: readonly string[];
  readonly missing?: string;
  readonly scale?: string;
  readonly hidden: readonly number[];
  readonly epochs: number;
  readonly batchSize: number;
  readonly learningRate: number;
  readonly l2?: number;
  /** Small enough to be trained in every test run. */
  readonly isSmall?: boolean;
}

/** What scikit-learn's network reached on a split, from each initialisation. */
interface Peer {
  readonly metric: 'accuracy' | 'r2';
  readonly values: readonly number[];
  readonly validationRows: readonly number[];
}

interface Comparison {
  readonly table: Table;
  readonly peers: readonly Peer[];
  /** By split: the mean over initialisations. */
  readonly ours: readonly number[];
}

const root = resolve(import.meta.dirname, '..');
const python = '/usr/bin/python3';
const splitSeeds = [1, 2, 3, 4, 5];
const seeds = [0, 1, 2];

function makeSpec(table: Table, isRegression: boolean, seed: number) {
  const { target, ignore, missing, scale, l2, epochs, batchSize, learningRate } = table;
  const penalty = l2 === undefined ? {} : { l2 };
  const hidden = table.hidden.map((units) => ({ type: 'dense', units, activation: 'relu', ...penalty }));
  return {
    data: {
      train: 'train.csv',
      validation: 'validation.csv',
      target,
      ...(ignore && { ignore }),
      ...(missing && { missing }),
      ...(scale && { scale }),
      ...(isRegression && { scaleTarget: 'standard' }),
    },
    layers: [...hidden, { type: 'dense', name: 'output', ...penalty }],
    optimizer: { type: 'adam', learningRate },
    training: { epochs, batchSize, seed, deterministic: true },
  };
}

function trainPeer(table: Table, seed: number, directory: string): Peer {
  const script = join(root, 'bench/results/sklearn_peer.py');
  const output = execFileSync(python, [script, JSON.stringify(table), String(seed), directory], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, OPENBLAS_NUM_THREADS: '1' },
  });
  return JSON.parse(output) as Peer;
}

function trainOurs(spec: string, metric: string): number {
  const result = spawnSync(process.execPath, [join(root, 'dist/cli.js'), 'train', spec, '--json'], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (result.status !== 0) throw new Error(`${spec}: exit ${result.status}\n${result.stderr}`);
  const last = JSON.parse(result.stdout.trim().split('\n').at(-1) ?? '{}') as {
    metrics: Record<string, number>;
  };
  return last.metrics[metric]!;
}

function compare(table: Table): Comparison {
  const peers: Peer[] = [];
  const ours: number[] = [];
  for (const splitSeed of splitSeeds) {
    const directory = join(root, 'out/results', table.name.replaceAll(' ', '-'), String(splitSeed));
    rmSync(directory, { recursive: true, force: true });
    mkdirSync(directory, { recursive: true });
    const peer = trainPeer(table, splitSeed, directory);
    peers.push(peer);
    const reached = seeds.map((seed) => {
      const path = join(directory, 'table.nn.json');
      writeFileSync(path, JSON.stringify(makeSpec(table, peer.metric === 'r2', seed), null, 2));
      return trainOurs(path, peer.metric === 'r2' ? 'validationR2' : 'validationAccuracy');
    });
    ours.push(mean(reached));
  }
  return { table, peers, ours };
}

const mean = (numbers: readonly number[]): number => numbers.reduce((sum, x) => sum + x, 0) / numbers.length;
/** The standard deviation, with divisor n − 1. */
const spread = (numbers: readonly number[]): number =>
  Math.sqrt(numbers.reduce((sum, x) => sum + (x - mean(numbers)) ** 2, 0) / (numbers.length - 1));
const show = (numbers: readonly number[]): string =>
  `${mean(numbers).toFixed(3)} ± ${spread(numbers).toFixed(3)}`;

/** A row of the report; the difference is of pairs on the same split, with its standard error. */
function describe({ table, peers, ours }: Comparison): string {
  const theirs = peers.map(({ values }) => mean(values));
  const differences = ours.map((value, i) => value - theirs[i]!);
  const error = spread(differences) / Math.sqrt(differences.length);
  return [
    table.name,
    table.hidden.join('-'),
    peers[0]!.metric === 'r2' ? 'R²' : 'accuracy',
    show(ours),
    show(theirs),
    `${mean(differences) < 0 ? '−' : '+'}${Math.abs(mean(differences)).toFixed(3)} ± ${error.toFixed(3)}`,
  ].join(' | ');
}

function makeReport(comparisons: readonly Comparison[]): string {
  return `# Results on real tables

Written by \`npm run results\` (needs Debian's \`python3-sklearn\` and \`python3-pandas\`). Validation metrics after the last epoch, mean ± standard deviation over five splits of 80 : 20, each the mean of three initialisations; R² is of the target in its original units. Both sides train on the same rows with the same widths, epochs, batch size, learning rate (Adam), penalty and scaling, each from its own default initialisation. The difference is the mean over the splits, ± its standard error. The tables and their options: [bench/results/tables.json](../bench/results/tables.json).

scikit-learn divides its penalty by the rows of the batch, ours is the same in every step: they are equal in full batches only. So diabetes, the table with a penalty, takes batches of 40: batches of 32 would leave one row of its 353, whose penalty scikit-learn weighs 32-fold (measured so: R² 0.436 here, 0.456 there).

| table | hidden | metric | Netweight | scikit-learn | difference |
| --- | --- | --- | --- | --- | --- |
${comparisons.map((comparison) => `| ${describe(comparison)} |`).join('\n')}
`;
}

/** The small tables' splits, and what scikit-learn reached on each. */
function makeFixture(comparisons: readonly Comparison[]): string {
  const tables = comparisons
    .filter(({ table }) => table.isSmall)
    .map(({ table, peers }) => ({
      name: table.name,
      file: table.file,
      metric: peers[0]!.metric,
      spec: makeSpec(table, peers[0]!.metric === 'r2', 0),
      splits: peers.map(({ values, validationRows }) => ({ values, validationRows })),
    }));
  return `[\n${tables.map((table) => JSON.stringify(table)).join(',\n')}\n]\n`;
}

await build();
const tables = JSON.parse(readFileSync(join(root, 'bench/results/tables.json'), 'utf8')) as Table[];
const wanted = process.argv.slice(2);
const comparisons: Comparison[] = [];
for (const table of tables) {
  if (wanted.length > 0 && !wanted.includes(table.name)) continue;
  const comparison = compare(table);
  comparisons.push(comparison);
  console.log(describe(comparison));
}
if (wanted.length === 0) {
  writeFileSync(join(root, 'docs/results.md'), await format(makeReport(comparisons), { parser: 'markdown' }));
  writeFileSync(join(root, 'test/fixtures/results.json'), makeFixture(comparisons));
}
