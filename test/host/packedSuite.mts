/**
 * Packs the extension, looks into the .vsix and runs stories against it installed: those that need what lies in the
 * package beside the code, workers, kernels, pages and the browser's part. One after the other: two windows with a
 * training each starve one another on two cores.
 */
import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { packExtension } from '../../scripts/package.mjs';
import { projectRoot } from './paths.js';

const limitBytes = 2_000_000;

const vsix = packExtension();
const { size } = statSync(vsix);
console.log(`${vsix}: ${size} bytes`);
if (size > limitBytes) throw new Error(`The package has ${size} bytes; at most ${limitBytes} are allowed.`);
const stories = ['train', 'findings', 'browser'].map((name) => `test/workbench/stories/${name}.test.ts`);
const mocha = join(projectRoot, 'node_modules/mocha/bin/mocha.js');
const result = spawnSync(process.execPath, [mocha, 'test/host/packedHdf5.test.ts', ...stories], {
  cwd: projectRoot,
  env: { ...process.env, NETWEIGHT_VSIX: vsix },
  stdio: 'inherit',
});
process.exit(result.status ?? 1);
