/**
 * `npm run diagnosis`: trains networks that are sick in one way each and healthy ones, diagnoses them all, tries the
 * fixes, and writes docs/diagnosis.md. With a code as argument only its sick networks, told in full on the terminal;
 * `--seed N` takes that seed instead of those of the report.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { format } from 'prettier';
import { healthyRuns } from './healthy.js';
import { makeReport } from './report.js';
import { sickRuns } from './sick.js';
import { tryHealthy, trySick, type HealthyResult, type SickResult } from './sweep.js';
import { root } from './tables.js';

/** Thresholds were chosen on seeds 1, 11 and 12. */
const reportSeeds = [21, 22];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { seed: { type: 'string' }, fixes: { type: 'boolean' } },
});
const seeds = values.seed === undefined ? reportSeeds : [Number(values.seed)];
const wanted = positionals.length === 0 ? null : new Set(positionals);

const sick: SickResult[] = [];
for (const run of sickRuns.filter(({ code }) => !wanted || wanted.has(code))) {
  for (const seed of seeds) {
    const result = await trySick(run, seed, values.fixes === true || !wanted);
    sick.push(result);
    const isFound = result.codes[0] === run.code;
    const failed = result.fixes.filter(
      ({ preferred, clears, improves }) => preferred && !(clears && improves),
    );
    if (!wanted && isFound && failed.length === 0) continue;
    console.log(
      `${isFound ? 'found ' : 'MISSED'} ${run.code} (${run.name}, seed ${seed}): ${result.codes.join(', ')}`,
    );
    for (const { title, preferred, clears, improves, before, after } of wanted ? result.fixes : failed) {
      const [from, to] = [before, after].map(
        ({ metric, loss }) => `${metric?.toFixed(3)} (${loss?.toPrecision(3)})`,
      );
      console.log(
        `   ${preferred ? '*' : ' '} ${title}: ${clears ? 'clears' : 'STAYS'}, ${from} → ${to}${improves ? '' : ' WORSE'}`,
      );
    }
  }
}

const healthy: HealthyResult[] = [];
if (!wanted) {
  for (const run of healthyRuns) {
    for (const seed of seeds) {
      const result = await tryHealthy(run, seed);
      healthy.push(result);
      for (const { severity, code, message } of result.findings) {
        console.log(`FALSE ${severity} ${code} (${run.name}, seed ${seed}): ${message}`);
      }
    }
  }
  const report = await format(makeReport(sick, healthy, seeds), { parser: 'markdown', printWidth: 110 });
  if (values.seed === undefined) writeFileSync(join(root, 'docs/diagnosis.md'), report);
  console.log(report.split('\n').slice(0, 24).join('\n'));
}
