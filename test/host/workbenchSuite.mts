/** Packs the extension, looks into the .vsix, and does what users do against it installed, two windows at a time. */
import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { packExtension } from '../../scripts/package.mjs';
import { inWindows } from '../sideBySide.js';
import { projectRoot } from './paths.js';

const limitBytes = 2_000_000;

const vsix = packExtension();
const { size } = statSync(vsix);
console.log(`${vsix}: ${size} bytes`);
if (size > limitBytes) throw new Error(`The package has ${size} bytes; at most ${limitBytes} are allowed.`);
const mocha = join(projectRoot, 'node_modules/mocha/bin/mocha.js');
const tests = ['test/host/packedHdf5.test.ts', 'test/workbench/stories/*.test.ts'];
const result = spawnSync(process.execPath, [mocha, ...inWindows, ...tests], {
  cwd: projectRoot,
  env: { ...process.env, NETWEIGHT_VSIX: vsix },
  stdio: 'inherit',
});
process.exit(result.status ?? 1);
