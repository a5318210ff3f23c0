/** `npm run test:desktop`: the extension suite in a desktop VS Code, where one can be downloaded. */
import { cpSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runTests } from '@vscode/test-electron';
import { build } from '../../esbuild.config.mjs';
import { projectRoot } from './paths.js';
import { bundleSuite } from './suiteBundle.js';

await build();
const folder = mkdtempSync(join(tmpdir(), 'workspace-'));
cpSync(join(projectRoot, 'examples'), folder, { recursive: true });
process.exitCode = await runTests({
  extensionDevelopmentPath: projectRoot,
  extensionTestsPath: await bundleSuite(),
  extensionTestsEnv: { NODE_PATH: join(projectRoot, 'node_modules') },
  launchArgs: [folder, '--disable-workspace-trust', '--disable-extensions'],
});
