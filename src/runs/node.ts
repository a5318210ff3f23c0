import {
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  fstatSync,
  fsync,
  ftruncateSync,
  linkSync,
  openSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import * as fs from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { RunFolderError, type FileSystem } from './fileSystem.js';

const synced = promisify(fsync);

/**
 * The host's file system. What changes files is done on the spot but for the disk's own work, which is awaited: a
 * turn over the event loop for each small step would take longer than the step.
 */
export const nodeFileSystem: FileSystem = {
  list: (directory) => unlessMissing(fs.readdir(directory), [], 'list', directory),
  read: (path) => unlessMissing<Uint8Array | null>(readWhole(path), null, 'read', path),
  readRange: (path, offset, length) => explained('read', path, () => readRange(path, offset, length)),
  size: (path) =>
    unlessMissing<number | null>(
      fs.stat(path).then((status) => (status.isDirectory() ? null : status.size)),
      null,
      'read',
      path,
    ),
  makeDirectory: (path) =>
    explained('make the folder', path, async () => {
      if (existsSync(path)) return false;
      await makeParents(dirname(path));
      const isNew = await makeUnlessThere(path);
      if (isNew) await syncNames(dirname(path));
      return isNew;
    }),
  append: (path, bytes) =>
    explained('write', path, async () => {
      append(path, bytes);
    }),
  sync: (path) => explained('write', path, () => syncFile(path)),
  syncNames: (directory) => explained('write', directory, () => syncNames(directory)),
  truncate: (path, length) =>
    explained('write', path, async () => {
      await fs.truncate(path, length);
      await syncFile(path);
    }),
  replace: (path, bytes) =>
    explained('write', path, () => replace(path, (aside) => writeSynced(aside, bytes))),
  copy: (from, to) =>
    explained('write', to, () =>
      replace(to, async (aside) => {
        try {
          linkSync(from, aside);
        } catch {
          copyFileSync(from, aside, constants.COPYFILE_FICLONE);
          await syncFile(aside);
        }
      }),
    ),
  remove: (path) =>
    explained('remove', path, async () => {
      rmSync(path, { force: true });
    }),
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

/** As `mkdir -p`. Node's own hides why it fails: a read-only disk is a missing folder to it. */
async function makeParents(path: string): Promise<void> {
  try {
    await makeUnlessThere(path);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT' || dirname(path) === path) throw error;
    await makeParents(dirname(path));
    await makeUnlessThere(path);
  }
}

/** False where something stands there already. */
async function makeUnlessThere(path: string): Promise<boolean> {
  try {
    await fs.mkdir(path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
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
function append(path: string, bytes: Uint8Array): void {
  const file = openSync(path, 'a');
  try {
    const { size } = fstatSync(file);
    try {
      writeFileSync(file, bytes);
    } catch (error) {
      cutBack(file, size);
      throw error;
    }
  } finally {
    closeSync(file);
  }
}

/** Shortens a file if that can be. */
function cutBack(file: number, size: number): void {
  try {
    ftruncateSync(file, size);
  } catch {
    // The error that led here says more.
  }
}

async function writeSynced(path: string, bytes: Uint8Array): Promise<void> {
  const file = openSync(path, 'w');
  try {
    writeFileSync(file, bytes);
    await synced(file);
  } finally {
    closeSync(file);
  }
}

async function replace(path: string, writeAside: (aside: string) => Promise<void>): Promise<void> {
  const aside = `${path}.${process.pid}.tmp`;
  try {
    rmSync(aside, { force: true });
    await writeAside(aside);
    renameSync(aside, path);
    // Where both are the same file already (POSIX), renaming does nothing and leaves the other name.
    rmSync(aside, { force: true });
  } catch (error) {
    await fs.rm(aside, { force: true }).catch(() => undefined);
    throw error;
  }
}

async function syncFile(path: string): Promise<void> {
  const file = openSync(path, 'r+');
  try {
    await synced(file);
  } finally {
    closeSync(file);
  }
}

/** Some systems cannot sync a directory (Windows): a rename is as safe there as they make it. */
async function syncNames(directory: string): Promise<void> {
  let file: fs.FileHandle | null = null;
  try {
    file = await fs.open(directory, 'r');
    await file.sync();
  } catch (error) {
    if (!['EISDIR', 'EPERM', 'EACCES', 'EINVAL', 'ENOTSUP'].includes(codeOf(error))) throw error;
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
  EACCES: { code: 'not-allowed', why: 'permission is denied. Allow it, or choose another place' },
  EPERM: { code: 'not-allowed', why: 'permission is denied. Allow it, or choose another place' },
  EROFS: { code: 'not-allowed', why: 'the file system is read-only. Choose another place' },
  EMFILE: {
    code: 'too-many-files',
    why: 'too many files are open. Close some programs, or raise the limit (ulimit -n)',
  },
  ENFILE: {
    code: 'too-many-files',
    why: 'too many files are open. Close some programs, or raise the limit (ulimit -n)',
  },
  ENOENT: { code: 'not-found', why: 'there is no such folder. Was it removed or renamed?' },
  ENOTDIR: {
    code: 'taken',
    why: 'a file stands where a folder is needed. Move it, or choose another place',
  },
  EEXIST: {
    code: 'taken',
    why: 'a file stands where a folder is needed. Move it, or choose another place',
  },
  EISDIR: {
    code: 'taken',
    why: 'a folder stands where a file is needed. Move it, or choose another place',
  },
  ENAMETOOLONG: { code: 'taken', why: 'the name is too long. Choose a shorter one' },
  ESPIPE: {
    code: 'unreadable',
    why: 'it is a pipe or a device, which cannot be read again and again. Save what it gives in a file',
  },
  EIO: { code: 'unreadable', why: 'the disk reports an error. Check the disk' },
};

/** What to do is another thing where nothing was to be written. */
const readingExplanations: typeof explanations = {
  EACCES: { code: 'not-allowed', why: 'permission is denied. Allow it, or name another file' },
  EPERM: { code: 'not-allowed', why: 'permission is denied. Allow it, or name another file' },
  EISDIR: { code: 'unreadable', why: 'it is a folder. Name a file in it' },
  ELOOP: { code: 'unreadable', why: 'it is a symbolic link that leads back to itself. Correct the path' },
  ENAMETOOLONG: { code: 'unreadable', why: "the name is too long to be a file's. Correct the path" },
};

async function explained<T>(verb: string, path: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    const code = codeOf(error);
    const explanation = (verb === 'read' && readingExplanations[code]) || explanations[code];
    if (explanation === undefined) throw error;
    const hint = verb === 'make the folder' && /another place$/i.test(explanation.why) ? ' with --run' : '';
    throw new RunFolderError(
      `Cannot ${verb} ${path}: ${explanation.why}${hint} (${code}).`,
      explanation.code,
      path,
    );
  }
}
