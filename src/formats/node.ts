/** Model files on disk. */
import { open, stat } from 'node:fs/promises';
import type { ByteSource } from './byteSource.js';
import { FormatError } from './formatError.js';
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
      read: async (offset, length) => {
        checkRange(status.size, offset, length);
        const bytes = new Uint8Array(length);
        for (let done = 0; done < length;) {
          const { bytesRead } = await file.read(bytes, done, length - done, offset + done);
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
