/**
 * `npm run bench:data`: how long it takes to load a CSV of 200,000 rows and 50 columns, from the file to rows that
 * are split, scaled and encoded. Writes docs/data-benchmarks.md. Each figure is of a process of its own.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import * as esbuild from 'esbuild';
import { serverNode } from '../test/host/paths.js';
import { writePage } from './page.mjs';
import { columnCount, tableKinds, writeTable, type TableKind } from './tables.js';

const root = resolve(import.meta.dirname, '..');
const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '200000' },
    rounds: { type: 'string', default: '7' },
    seed: { type: 'string', default: '1' },
    write: { type: 'boolean', default: true },
  },
  allowNegative: true,
});
const [rowCount, rounds, seed] = [Number(values.rows), Number(values.rounds), Number(values.seed)];
/** VS Code's own Node where the tests have brought it. */
const node = existsSync(serverNode) ? serverNode : process.execPath;
const program = join(root, 'out/bench/loadData.mjs');

interface Measurement {
  readonly milliseconds: number;
  readonly cpuMilliseconds: number;
  readonly megabytes: number;
  readonly rows: number;
  readonly inputs: number;
}

const median = (numbers: readonly number[]): number =>
  [...numbers].sort((a, b) => a - b)[numbers.length >> 1] ?? NaN;
const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(2)} s`;

function measure(path: string, { missing }: TableKind): Measurement {
  const args = [program, path, 'class', missing > 0 ? 'mean' : 'error'];
  return JSON.parse(execFileSync(node, args, { encoding: 'utf8' })) as Measurement;
}

function measureAll(folder: string): string[] {
  const tables = tableKinds.map((kind, i) => {
    const path = join(folder, `${i}.csv`);
    writeFileSync(path, writeTable(kind, rowCount, seed));
    return { kind, path, figures: [] as Measurement[] };
  });
  // In turn, so that a busy minute of the machine does not fall on one of them.
  for (let round = 0; round < rounds; round++) {
    for (const { kind, path, figures } of tables) figures.push(measure(path, kind));
  }
  return tables.map(({ kind, path, figures }) => {
    const times = figures.map(({ milliseconds }) => milliseconds);
    const cells = [
      kind.name,
      `${Math.round(statSync(path).size / 1e6)} MB`,
      seconds(median(times)),
      `${seconds(Math.min(...times))} … ${seconds(Math.max(...times))}`,
      seconds(median(figures.map(({ cpuMilliseconds }) => cpuMilliseconds))),
      `${Math.round(median(figures.map(({ megabytes }) => megabytes)))} MB`,
      String(figures[0]!.inputs),
    ];
    console.log(cells.join(' | '));
    return `| ${cells.join(' | ')} |`;
  });
}

mkdirSync(join(root, 'out/bench'), { recursive: true });
await esbuild.build({
  entryPoints: [join(root, 'bench/peers/loadData.ts')],
  outfile: program,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
});
const folder = mkdtempSync(join(tmpdir(), 'netweight-bench-'));
try {
  const rows = measureAll(folder);
  const version = execFileSync(node, ['--version'], { encoding: 'utf8' }).trim();
  const text = `# Loading data

Written by \`npm run bench:data\` (${rounds} rounds, all in turn; each figure of a process of its own, from the file in the system's cache to rows that are split, scaled and encoded). ${cpus()[0]?.model ?? ''}, ${cpus().length} cores; Node ${version}.

Tables of ${rowCount.toLocaleString('en')} rows and ${columnCount} columns, made from a seed by \`bench/tables.ts\`; a fifth of the rows validates.

| table | file | time, median | spread | CPU time, median | memory at most | inputs |
| --- | --- | --- | --- | --- | --- | --- |
${rows.join('\n')}
`;
  if (values.write) await writePage('data-benchmarks.md', text);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
