/**
 * `npm run truth -- DIR`: holds our reading of every model file under DIR that has a `.truth.json` beside it
 * against that: names, types, shapes, bytes, statistics, histograms; and every hostile file that we know by name against
 * what it should get, in at most five seconds and 500 MB. Exits 1 where something differs.
 */
import { readdirSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { buildPasses } from '../src/inspect/kernels/build.mjs';
import { readPasses } from '../src/inspect/kernels/node.js';
import { checkHostile, hostileFiles } from '../test/unit/formats/hostileFiles.js';
import { compareWithTruth, listTruths } from '../test/unit/formats/truth.js';

const folder = process.argv[2];
if (folder === undefined) throw new Error('Name a folder: npm run truth -- DIR');
const files = listTruths(folder);
const passes = readPasses(dirname(await buildPasses()));
let wrong = 0;
for (const file of files) {
  const differences = await compareWithTruth(file, passes).catch((error: unknown) => [
    error instanceof Error ? (error.stack ?? error.message) : String(error),
  ]);
  if (differences.length === 0) continue;
  wrong++;
  console.log(`${relative(folder, file)}: ${differences.length} differences`);
  for (const line of differences.slice(0, 5)) console.log(`    ${line}`);
}
console.log(`${files.length - wrong} of ${files.length} files agree`);

const hostile = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => basename(name) in hostileFiles)
  .sort();
let odd = 0;
for (const name of hostile) {
  const before = process.cpuUsage();
  let complaint = await checkHostile(join(folder, name), hostileFiles[basename(name)]!).then(
    () => '',
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
  const { user, system } = process.cpuUsage(before);
  if (user + system > 5e6) complaint ||= `${(user + system) / 1e6} s of processor time`;
  if (complaint === '') continue;
  odd++;
  console.log(`${name}: ${complaint.split('\n')[0]}`);
}
const peakBytes = process.resourceUsage().maxRSS * 1024;
console.log(
  `${hostile.length - odd} of ${hostile.length} hostile files get what they should; ${(peakBytes / 1e6).toFixed(0)} MB at most`,
);
process.exitCode = wrong + odd > 0 || files.length + hostile.length === 0 ? 1 : 0;
