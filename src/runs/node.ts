import { constants, existsSync } from 'node:fs';
import * as fs from 'node:fs/promises';
import { dirname } from 'node:path';
import { RunFolderError, type FileSystem } from './fileSystem.js';

/** The host's file system. */
export const nodeFileSystem: FileSystem = {
  list: (directory) => unlessMissing(fs.readdir(directory), [], 'list', directory),
  read: (path) => unlessMissing<Uint8Array | null>(readWhole(path), null, 'read', path),
  readRange: (path, offset, length) => explained('read', path, () => readRange(path, offset, length)),
  size: (path) =>
    unlessMissing<number | null>(
      fs.stat(path).then((stat) => stat.size),
      null,
      'read',
      path,
    ),
  makeDirectory: (path) =>
    explained('make the folder', path, async () => {
      if (existsSync(path)) return false;
      await fs.mkdir(dirname(path), { recursive: true });
      try {
        await fs.mkdir(path);
      } catch (error) {
        if (codeOf(error) === 'EEXIST') return false;
        throw error;
      }
      await syncPath(dirname(path));
      return true;
    }),
  append: (path, bytes) => explained('write', path, () => append(path, bytes)),
  sync: (path) => explained('write', path, () => syncPath(path, 'r+')),
  truncate: (path, length) =>
    explained('write', path, async () => {
      await fs.truncate(path, length);
      await syncPath(path, 'r+');
    }),
  replace: (path, bytes) =>
    explained('write', path, () => replace(path, (aside) => writeSynced(aside, bytes))),
  copy: (from, to) =>
    explained('write', to, () =>
      replace(to, async (aside) => {
        try {
          await fs.link(from, aside);
        } catch {
          await fs.copyFile(from, aside, constants.COPYFILE_FICLONE);
          await syncPath(aside, 'r+');
        }
      }),
    ),
  remove: (path) => explained('remove', path, () => fs.rm(path, { force: true })),
};

/** Whether a process with this id runs on this host. */
export function processLives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

/** Opening a pipe would wait for its writer, and a device may never end. */
async function readWhole(path: string): Promise<Uint8Array> {
  const status = await fs.stat(path);
  if (!status.isFile() && !status.isDirectory()) {
    throw Object.assign(new Error(`${path} is not a file`), { code: 'ESPIPE' });
  }
  return fs.readFile(path);
}

async function readRange(path: string, offset: number, length: number): Promise<Uint8Array> {
  const file = await fs.open(path, 'r');
  try {
    const { size } = await file.stat();
    const bytes = new Uint8Array(Math.max(0, Math.min(length, size - offset)));
    let done = 0;
    while (done < bytes.length) {
      const { bytesRead } = await file.read(bytes, done, bytes.length - done, offset + done);
      if (bytesRead === 0) break;
      done += bytesRead;
    }
    return bytes.subarray(0, done);
  } finally {
    await file.close();
  }
}

/** Writes all or nothing: what a full disk left of a write is cut off again. */
async function append(path: string, bytes: Uint8Array): Promise<void> {
  const file = await fs.open(path, 'a');
  try {
    const { size } = await file.stat();
    try {
      await file.writeFile(bytes);
    } catch (error) {
      await file.truncate(size).catch(() => undefined);
      throw error;
    }
  } finally {
    await file.close();
  }
}

async function writeSynced(path: string, bytes: Uint8Array): Promise<void> {
  const file = await fs.open(path, 'w');
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function replace(path: string, writeAside: (aside: string) => Promise<void>): Promise<void> {
  const aside = `${path}.${process.pid}.tmp`;
  try {
    await fs.rm(aside, { force: true });
    await writeAside(aside);
    await fs.rename(aside, path);
  } catch (error) {
    await fs.rm(aside, { force: true }).catch(() => undefined);
    throw error;
  }
  await syncPath(dirname(path));
}

/** Some systems cannot sync a directory (Windows): a rename is as safe there as they make it. */
async function syncPath(path: string, flags: 'r' | 'r+' = 'r'): Promise<void> {
  let file: fs.FileHandle | null = null;
  try {
    file = await fs.open(path, flags);
    await file.sync();
  } catch (error) {
    const isDirectory = flags === 'r';
    if (!isDirectory || !['EISDIR', 'EPERM', 'EACCES', 'EINVAL', 'ENOTSUP'].includes(codeOf(error)))
      throw error;
  } finally {
    await file?.close();
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

async function unlessMissing<T>(reading: Promise<T>, missing: T, verb: string, path: string): Promise<T> {
  return explained(verb, path, async () => {
    try {
      return await reading;
    } catch (error) {
      if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return missing;
      throw error;
    }
  });
}

const explanations: Readonly<Record<string, { code: RunFolderError['code']; why: string }>> = {
  ENOSPC: { code: 'disk-full', why: 'the disk is full. Free some space and resume the run' },
  EDQUOT: {
    code: 'disk-full',
    why: 'your quota on this disk is used up. Free some space and resume the run',
  },
  EFBIG: {
    code: 'disk-full',
    why: 'the file would become larger than is allowed here. Raise the limit (ulimit -f) and resume the run',
  },
  EACCES: { code: 'not-allowed', why: 'permission is denied. Allow it, or give another folder with --run' },
  EPERM: { code: 'not-allowed', why: 'permission is denied. Allow it, or give another folder with --run' },
  EROFS: { code: 'not-allowed', why: 'the file system is read-only. Give a folder elsewhere with --run' },
  EMFILE: {
    code: 'too-many-files',
    why: 'too many files are open. Close some programs, or raise the limit (ulimit -n)',
  },
  ENFILE: {
    code: 'too-many-files',
    why: 'too many files are open. Close some programs, or raise the limit (ulimit -n)',
  },
  ENOENT: { code: 'not-found', why: 'it is not there any more. Was the run folder removed or renamed?' },
  ENOTDIR: {
    code: 'taken',
    why: 'a file stands where a folder is needed. Move it, or give another folder with --run',
  },
  EEXIST: {
    code: 'taken',
    why: 'a file stands where a folder is needed. Move it, or give another folder with --run',
  },
  EISDIR: {
    code: 'taken',
    why: 'a folder stands where a file is needed. Move it, or give another folder with --run',
  },
  ENAMETOOLONG: { code: 'taken', why: 'the name is too long. Give a shorter folder with --run' },
  ESPIPE: {
    code: 'unreadable',
    why: 'it is a pipe or a device, which cannot be read again and again. Save what it gives in a file',
  },
  EIO: { code: 'unreadable', why: 'the disk reports an error. Check the disk' },
};

async function explained<T>(verb: string, path: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    const explanation = explanations[codeOf(error)];
    if (explanation === undefined) throw error;
    throw new RunFolderError(
      `Cannot ${verb} ${path}: ${explanation.why} (${codeOf(error)}).`,
      explanation.code,
      path,
    );
  }
}
