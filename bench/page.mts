import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { format, resolveConfig } from 'prettier';

const root = resolve(import.meta.dirname, '..');

/** Writes a page under docs, in the project's style. */
export async function writePage(name: string, text: string): Promise<void> {
  const path = join(root, 'docs', name);
  writeFileSync(path, await format(text, { ...(await resolveConfig(path)), filepath: path }));
}
