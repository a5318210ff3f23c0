/**
 * `npm run results`: trains seven real tables with `netweight train` and with scikit-learn's networks of the same
 * widths, epochs, batch size and rate, on the same five splits each, and writes docs/results.md.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from '../esbuild.config.mjs';

interface Table {
  readonly name: string;
  readonly file: string;
  readonly target: string;
  readonly missing?: string;
  readonly scale?: string;
  readonly hidden: readonly number[];
  readonly epochs: number;
  readonly batchSize: number;
  readonly learningRate: number;
  readonly l2?: number;
}

const root = resolve(import.meta.dirname, '..');
const python = '/usr/bin/python3';
const seeds = [1, 2, 3, 4, 5];

function makeSpec(table: Table, seed: number, isRegression: boolean): object {
  const hidden = table.hidden.map((units) => ({
    type: 'dense',
    units,
    activation: 'relu',
    ...(table.l2 === undefined ? {} : { l2: table.l2 }),
  }));
  return {
    data: {
      train: 'train.csv',
      validation: 'validation.csv',
      target: table.target,
      ...(table.missing === undefined ? {} : { missing: table.missing }),
      ...(table.scale === undefined ? {} : { scale: table.scale }),
      ...(isRegression ? { scaleTarget: 'standard' } : {}),
    },
    layers: [...hidden, { type: 'dense', name: 'output' }],
    optimizer: { type: 'adam', learningRate: table.learningRate },
    training: { epochs: table.epochs, batchSize: table.batchSize, seed },
  };
}

function trainSklearn(table: Table, seed: number, directory: string): { metric: string; value: number } {
  const script = join(root, 'bench/results/sklearn_peer.py');
  const args = [script, JSON.stringify(table), String(seed), directory];
  const output = execFileSync(python, args, {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, OPENBLAS_NUM_THREADS: '1' },
  });
  return JSON.parse(output) as { metric: string; value: number };
}

function trainOurs(spec: string): { metrics: Record<string, number>; seconds: number } {
  const started = performance.now();
  const result = spawnSync(process.execPath, [join(root, 'dist/cli.js'), 'train', spec, '--json'], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (result.status !== 0) throw new Error(`${spec}: exit ${result.status}\n${result.stderr}`);
  const last = JSON.parse(result.stdout.trim().split('\n').at(-1) ?? '{}') as {
    metrics: Record<string, number>;
  };
  return { metrics: last.metrics, seconds: (performance.now() - started) / 1000 };
}

const mean = (numbers: readonly number[]): number => numbers.reduce((sum, x) => sum + x, 0) / numbers.length;
const spread = (numbers: readonly number[]): number =>
  Math.sqrt(mean(numbers.map((x) => (x - mean(numbers)) ** 2)));
const show = (numbers: readonly number[]): string =>
  `${mean(numbers).toFixed(3)} ± ${spread(numbers).toFixed(3)}`;

await build();
const tables = JSON.parse(readFileSync(join(root, 'bench/results/tables.json'), 'utf8')) as Table[];
const rows: string[] = [];
for (const table of tables) {
  const ours: number[] = [];
  const theirs: number[] = [];
  const seconds: number[] = [];
  let metric = '';
  for (const seed of seeds) {
    const directory = join(root, 'out/results', table.name.replaceAll(' ', '-'), String(seed));
    rmSync(directory, { recursive: true, force: true });
    mkdirSync(directory, { recursive: true });
    const sklearn = trainSklearn(table, seed, directory);
    metric = sklearn.metric;
    theirs.push(sklearn.value);
    const spec = join(directory, 'table.nn.json');
    writeFileSync(spec, JSON.stringify(makeSpec(table, seed, metric === 'r2'), null, 2));
    const trained = trainOurs(spec);
    const name = metric === 'r2' ? 'validationR2' : 'validationAccuracy';
    ours.push(trained.metrics[name] ?? NaN);
    seconds.push(trained.seconds);
  }
  const label = metric === 'r2' ? 'R²' : 'accuracy';
  rows.push(
    `| ${table.name} | ${table.hidden.join('-')} | ${label} | ${show(ours)} | ${show(theirs)} | ${mean(seconds).toFixed(1)} |`,
  );
  console.log(rows.at(-1));
}
writeFileSync(
  join(root, 'docs/results.md'),
  `# Results on real tables

Written by \`npm run results\` (needs Debian's \`python3-sklearn\`). Validation metrics after the last epoch, mean ± standard deviation over five splits of 80 : 20; both sides train on the same rows, with the same widths, epochs, batch size, learning rate (Adam) and scaling. The tables and options: bench/results/tables.json.

| table | hidden | metric | Netweight | scikit-learn | seconds a training, start-up included |
| --- | --- | --- | --- | --- | --- |
${rows.join('\n')}
`,
);
