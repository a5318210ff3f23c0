import type { HealthyResult, SickResult } from './sweep.js';

/** A line for a sick network, and one for each fix that was tried. */
export function tellSick({ run, seed, codes, fixes }: SickResult): void {
  const found = codes[0] === run.code ? 'found ' : 'MISSED';
  console.log(`${found} ${run.code} (${run.name}, seed ${seed}): ${codes.join(', ')}`);
  for (const { title, preferred, clears, improves, before, after } of fixes) {
    const [from, to] = [before, after].map(
      ({ metric, loss }) => `${metric?.toFixed(3)} (${loss?.toPrecision(3)})`,
    );
    const stays = clears ? 'clears' : 'STAYS';
    console.log(`   ${preferred ? '*' : ' '} ${title}: ${stays}, ${from} → ${to}${improves ? '' : ' WORSE'}`);
  }
}

/** A line for each finding in a healthy network; none where all is quiet. */
export function tellHealthy({ run, seed, findings }: HealthyResult): void {
  for (const { severity, code, message } of findings) {
    console.log(`FALSE ${severity} ${code} (${run.name}, seed ${seed}): ${message}`);
  }
}
