import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import * as esbuild from 'esbuild';
import { outDirectory, projectRoot } from './paths.js';

export const suiteDirectory = join(outDirectory, 'extension-tests');

/** Bundles test/extension for an extension host; gives the entry's path. */
export async function bundleSuite(): Promise<string> {
  rmSync(suiteDirectory, { recursive: true, force: true });
  const source = join(projectRoot, 'test/extension');
  await esbuild.build({
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    sourcemap: 'inline',
    mainFields: ['module', 'main'],
    external: ['vscode', 'mocha'],
    entryPoints: readdirSync(source)
      .filter((name) => name === 'index.ts' || name.endsWith('.test.ts'))
      .map((name) => join(source, name)),
    outdir: suiteDirectory,
    logLevel: 'warning',
  });
  return join(suiteDirectory, 'index.js');
}
