/**
 * `npm run diagnosis`: trains networks that are sick in one way each and healthy ones, diagnoses them all, tries the
 * fixes, and writes docs/diagnosis.md.
 *
 * - `-- KIND…` (codes, and `healthy`): only those, told in full on the terminal. What they gave is kept in
 *   `out/diagnosis`, so that the whole can be run in parts;
 * - `-- --report` trains nothing and makes the report of what is kept there;
 * - `-- KIND… --seed N` takes that seed instead of those of the report, and keeps nothing;
 * - `-- KIND… --named TEXT` takes only the networks whose name has this in it, and keeps nothing;
 * - `--preferred` tries the preferred fixes alone, `--unfixed` none, and keeps nothing.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { format } from 'prettier';
import { healthyRuns } from './healthy.js';
import { keepResults, readKept } from './kept.js';
import { makeReport } from './report.js';
import { sickRuns } from './sick.js';
import { codes, tryHealthy, trySick, type HealthyResult, type SickResult } from './sweep.js';
import { root } from './tables.js';
import { tellHealthy, tellSick } from './tell.js';

/** Thresholds were chosen on seeds 1, 11, 12, 21 and 22. */
const reportSeeds = [31, 32];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: 'string' },
    named: { type: 'string', default: '' },
    preferred: { type: 'boolean' },
    unfixed: { type: 'boolean' },
    report: { type: 'boolean' },
  },
});
const kinds = [...codes.filter((code) => sickRuns.some((run) => run.code === code)), 'healthy'];
const strange = positionals.filter((kind) => !kinds.includes(kind));
if (strange.length > 0) throw new Error(`${strange.join(', ')}: there are ${kinds.join(', ')}`);

const seeds = values.seed === undefined ? reportSeeds : [Number(values.seed)];
const isWhole = !values.seed && !values.named && !values.preferred && !values.unfixed;
const isNamed = ({ name }: { readonly name: string }): boolean => name.includes(values.named);

if (!values.report) {
  for (const kind of positionals.length === 0 ? kinds : positionals) {
    const results = kind === 'healthy' ? await tryAllHealthy() : await tryAllSick(kind);
    if (isWhole) keepResults(kind, results);
  }
}
if (isWhole && positionals.length === 0) {
  const sick = kinds.slice(0, -1).flatMap((code) => readKept<SickResult>(code));
  const report = makeReport(sick, readKept<HealthyResult>('healthy'), seeds);
  writeFileSync(
    join(root, 'docs/diagnosis.md'),
    await format(report, { parser: 'markdown', printWidth: 110 }),
  );
  console.log(report.split('\n').slice(0, 14).join('\n'));
}

async function tryAllSick(code: string): Promise<SickResult[]> {
  const which = values.unfixed ? 'none' : values.preferred ? 'preferred' : 'all';
  const results: SickResult[] = [];
  for (const run of sickRuns.filter((one) => one.code === code && isNamed(one))) {
    for (const seed of seeds) {
      const result = await trySick(run, seed, which);
      tellSick(result);
      results.push(result);
    }
  }
  return results;
}

async function tryAllHealthy(): Promise<HealthyResult[]> {
  const results: HealthyResult[] = [];
  for (const run of healthyRuns.filter(isNamed)) {
    for (const seed of seeds) {
      const result = await tryHealthy(run, seed);
      tellHealthy(result);
      results.push(result);
    }
  }
  return results;
}
