/**
 * `npm run test:relaxed`: what depends on the build of the kernels, on the Node that VS Code ships. It has relaxed
 * SIMD, which the Node of the other tests may lack.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { installHost } from './install.js';
import { projectRoot, serverNode } from './paths.js';

installHost();
const mocha = join(projectRoot, 'node_modules/mocha/bin/mocha.js');
const tests = [
  'test/unit/tensor/kernels/*.test.ts',
  ...['optimizers', 'threads', 'imageSums'].map((name) => `test/conformance/${name}.test.ts`),
];
const { status } = spawnSync(serverNode, [mocha, ...tests], { cwd: projectRoot, stdio: 'inherit' });
process.exitCode = status ?? 1;
