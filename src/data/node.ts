import { readdir, readFile, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { compareCodePoints } from './codePoints.js';
import type { DataFiles } from './files.js';

/** The files on disk beside this one: paths are relative to its folder. */
export function filesBeside(specPath: string): DataFiles {
  const folder = dirname(resolve(specPath));
  const explaining = async <T>(path: string, act: (full: string) => Promise<T>): Promise<T> => {
    const full = resolve(folder, path);
    try {
      return await act(full);
    } catch (error) {
      throw new Error(explain(error as NodeJS.ErrnoException, path, full), { cause: error });
    }
  };
  return {
    read: (path) =>
      explaining(path, async (full) => {
        const status = await stat(full);
        // Opening a pipe waits for its writer, and a device may never end.
        if (!status.isFile() && !status.isDirectory()) throw new NotAFile();
        const { buffer, byteOffset, byteLength } = await readFile(full);
        return new Uint8Array(buffer, byteOffset, byteLength);
      }),
    list: (path) =>
      explaining(path, async (full) => ((await isFolder(full)) ? await listFolder(full) : null)),
  };
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (status) => status.isDirectory(),
    () => false,
  );
}

async function listFolder(path: string): Promise<string[]> {
  const entries = await readdir(path, { withFileTypes: true });
  const names = await Promise.all(
    entries.map(async (entry) => {
      const leads = entry.isSymbolicLink() ? await isFolder(join(path, entry.name)) : entry.isDirectory();
      return leads ? `${entry.name}/` : entry.name;
    }),
  );
  return names.sort(compareCodePoints);
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
      return `There is no file "${path}" (looked for ${full}): correct the path.`;
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
