/** Model files on disk. */
import { open } from 'node:fs/promises';
import type { ByteSource } from './byteSource.js';
import { FormatError } from './formatError.js';
import { checkRange } from './memory.js';

/** A file open for reading; its descriptor is held until `close`. */
export interface FileSource extends ByteSource {
  close(): Promise<void>;
}

/** Opens a file to be read by range. Throws the system's error (`ENOENT`, `EISDIR`, …) where it cannot. */
export async function openFile(path: string): Promise<FileSource> {
  const file = await open(path, 'r');
  try {
    const status = await file.stat();
    if (!status.isFile()) {
      throw Object.assign(new Error(`${path} is not a file`), { code: 'EISDIR', path });
    }
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
