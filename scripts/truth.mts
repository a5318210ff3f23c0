/**
 * `npm run truth -- DIR`: holds our reading of every model file under DIR that has a `.truth.json` beside it
 * against that: names, types, shapes, bytes, statistics, histograms. Exits 1 where something differs.
 */
import { relative } from 'node:path';
import { compareWithTruth, listTruths } from '../test/unit/formats/truth.js';

const folder = process.argv[2];
if (folder === undefined) throw new Error('Name a folder: npm run truth -- DIR');
const files = listTruths(folder);
let wrong = 0;
for (const file of files) {
  const differences = await compareWithTruth(file).catch((error: unknown) => [
    error instanceof Error ? (error.stack ?? error.message) : String(error),
  ]);
  if (differences.length === 0) continue;
  wrong++;
  console.log(`${relative(folder, file)}: ${differences.length} differences`);
  for (const line of differences.slice(0, 5)) console.log(`    ${line}`);
}
console.log(`${files.length - wrong} of ${files.length} files agree`);
process.exitCode = wrong > 0 || files.length === 0 ? 1 : 0;
