import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { ReadFile } from './dataset.js';

/** Reads the files that a spec names from disk, relative to the spec's folder. */
export function createReadFile(specPath: string): ReadFile {
  const folder = dirname(resolve(specPath));
  return async (path) => {
    const full = resolve(folder, path);
    try {
      return new Uint8Array(await readFile(full));
    } catch (error) {
      throw new Error(explain(error as NodeJS.ErrnoException, path, full), { cause: error });
    }
  };
}

function explain(error: NodeJS.ErrnoException, path: string, full: string): string {
  switch (error.code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return `There is no file "${path}" (looked for ${full}): correct the path, which is relative to the spec.`;
    case 'EACCES':
    case 'EPERM':
      return `"${path}" cannot be read: permission is denied for ${full}.`;
    case 'EISDIR':
      return `"${path}" is a folder, not a table: name a file in it.`;
    case 'ERR_FS_FILE_TOO_LARGE':
      return `"${path}" is larger than 2 GB, which is more than can be read at once: train on a part of it.`;
    default:
      return `"${path}" cannot be read: ${error.message}`;
  }
}
