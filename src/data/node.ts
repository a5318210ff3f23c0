import { readFile, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { ReadFile } from './dataset.js';

/** Reads the files that a spec names from disk, relative to the spec's folder. */
export function createReadFile(specPath: string): ReadFile {
  const folder = dirname(resolve(specPath));
  return async (path) => {
    const full = resolve(folder, path);
    try {
      const status = await stat(full);
      // Opening a pipe waits for its writer, and a device may never end.
      if (!status.isFile() && !status.isDirectory()) throw new NotAFile();
      return new Uint8Array(await readFile(full));
    } catch (error) {
      throw new Error(explain(error as NodeJS.ErrnoException, path, full), { cause: error });
    }
  };
}

class NotAFile extends Error {
  readonly code = 'NOT_A_FILE';
}

function explain(error: NodeJS.ErrnoException, path: string, full: string): string {
  switch (error.code) {
    case 'NOT_A_FILE':
      return `"${path}" is a pipe or a device, which cannot be read again and again: save what it gives in a file.`;
    case 'ELOOP':
      return `"${path}" is a symbolic link that leads back to itself: correct the path.`;
    case 'ENAMETOOLONG':
      return `There is no file "${path.slice(0, 40)}…", whose name is longer than a file's can be: correct the path.`;
    case 'ERR_INVALID_ARG_VALUE':
      return `There is no file ${JSON.stringify(path)}: a path holds no NUL character.`;
    case 'ENOENT':
    case 'ENOTDIR':
      return `There is no file "${path}" (looked for ${full}): correct the path, which is relative to the spec.`;
    case 'EACCES':
    case 'EPERM':
      return `"${path}" cannot be read: permission is denied for ${full}.`;
    case 'EISDIR':
      return `"${path}" is a folder: name a file in it.`;
    case 'ERR_FS_FILE_TOO_LARGE':
      return `"${path}" is larger than 2 GB, which is more than can be read at once: train on a part of it.`;
    default:
      return `"${path}" cannot be read: ${error.message}`;
  }
}
