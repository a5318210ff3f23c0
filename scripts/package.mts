/** `npm run package`: builds and packs netweight-<version>.vsix. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from '../esbuild.config.mjs';

const root = resolve(import.meta.dirname, '..');

/** Packs what stands in dist/; gives the path of the .vsix. */
export function packExtension(): string {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  const vsix = join(root, `netweight-${version}.vsix`);
  const vsce = join(root, 'node_modules/@vscode/vsce/vsce');
  const args = ['package', '--no-dependencies', '--no-update-package-json', '--skip-license', '-o', vsix];
  execFileSync(process.execPath, [vsce, ...args], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, DO_NOT_TRACK: '1' },
  });
  return vsix;
}

if (process.argv[1] === import.meta.filename) {
  await build();
  packExtension();
}
