/** Model files on disk. */
import { readSync } from 'node:fs';
import { open, realpath, stat } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative } from 'node:path';
import type { ByteSource } from './byteSource.js';
import type { OpenBeside, OpenModel } from './format.js';
import { FormatError } from './formatError.js';
import { openModel } from './index.js';
import { checkRange } from './memory.js';

/** A file open for reading; its descriptor is held until `close`. */
export interface FileSource extends ByteSource {
  close(): Promise<void>;
}

/**
 * Opens a file to be read by range. Throws the system's error (`ENOENT`, …) where it cannot, with `EISDIR` for a
 * folder and `ESPIPE` for what has no ranges, such as a pipe.
 */
export async function openFile(path: string): Promise<FileSource> {
  // Before it is opened, since opening a pipe waits for its writer.
  const kind = await stat(path);
  if (!kind.isFile()) {
    const code = kind.isDirectory() ? 'EISDIR' : 'ESPIPE';
    throw Object.assign(new Error(`${path} is not a file`), { code, path });
  }
  const file = await open(path, 'r');
  try {
    const status = await file.stat();
    return {
      size: status.size,
      read: async (offset, length, scratch) => {
        checkRange(status.size, offset, length);
        const bytes = scratch?.bytes(length) ?? new Uint8Array(length);
        for (let done = 0; done < length;) {
          const { bytesRead } = await file.read(bytes, done, length - done, offset + done);
          if (bytesRead === 0)
            throw new FormatError('the file has become shorter while it was read', offset + done);
          done += bytesRead;
        }
        return bytes;
      },
      readSync: (offset, length) => {
        checkRange(status.size, offset, length);
        const bytes = new Uint8Array(length);
        for (let done = 0; done < length;) {
          const bytesRead = readSync(file.fd, bytes, done, length - done, offset + done);
          if (bytesRead === 0)
            throw new FormatError('the file has become shorter while it was read', offset + done);
          done += bytesRead;
        }
        return bytes;
      },
      close: () => file.close(),
    };
  } catch (error) {
    await file.close();
    throw error;
  }
}

/** An open model and the files it is read from, which are held until `close`. */
export interface OpenModelFile {
  readonly model: OpenModel;
  /** Bytes of the file itself. */
  readonly size: number;
  close(): Promise<void>;
}

/** A file and those beside it that are opened on its behalf, held until `close`. */
export interface FileWithOthers {
  readonly file: FileSource;
  readonly openBeside: OpenBeside;
  readonly close: () => Promise<void>;
}

/** Opens a file that may name others. Throws as `openFile` does. */
export async function openWithOthers(path: string): Promise<FileWithOthers> {
  const file = await openFile(path);
  const files = [file];
  return {
    file,
    openBeside: openBeside(dirname(path), files),
    close: async () => {
      await Promise.all(files.map((each) => each.close()));
    },
  };
}

/** Opens a model file with the files beside it that it names. Throws as `openFile` and `openModel` do. */
export async function openModelFile(path: string): Promise<OpenModelFile> {
  const { file, openBeside, close } = await openWithOthers(path);
  try {
    return { model: await openModel(file, basename(path), openBeside), size: file.size, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Opens files within a folder, symbolic links followed first: nothing outside it is ever read. */
function openBeside(folder: string, opened: FileSource[]): OpenBeside {
  return async (path) => {
    const place = join(folder, path);
    const refuse = (reason: string): never => {
      throw new FormatError(`the file "${path}", which belongs to the model, ${reason}`, 0);
    };
    if (isOutside(folder, place) || isAbsolute(path))
      return refuse("lies outside the model's folder: refused");
    try {
      if (isOutside(await realpath(folder), await realpath(place))) {
        return refuse("lies outside the model's folder: refused");
      }
      const source = await openFile(place);
      opened.push(source);
      return source;
    } catch (error) {
      if (error instanceof FormatError) throw error;
      return refuse(`cannot be opened (${(error as NodeJS.ErrnoException).code ?? String(error)})`);
    }
  };
}

function isOutside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way.startsWith('..') || isAbsolute(way);
}
