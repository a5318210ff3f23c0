import { FormatError } from '../formats/formatError.js';
import { RunFolderError } from '../runs/fileSystem.js';
import { RefusedError } from '../training/refusedError.js';
import { UsageError } from './command.js';

/** What the file system says, by its code, and what to do about it. */
const systemFailures: Readonly<Record<string, string>> = {
  ENOSPC: 'no space left on the disk. Free some and try again.',
  EDQUOT: 'the disk quota is used up. Free some space and try again.',
  EFBIG: 'the file would become larger than is allowed here. Raise the limit (ulimit -f) and try again.',
  EACCES: 'permission denied. Change its permissions or choose another place.',
  EPERM: 'not permitted. Change its permissions or choose another place.',
  EROFS: 'the file system is read-only. Choose another place.',
  ENOENT: 'there is no such file or folder. Check the path.',
  EISDIR: 'is a folder where a file is expected. Check the path.',
  ESPIPE: 'is a pipe or a device, which cannot be read by parts. Save what it gives in a file.',
  ENOTDIR: 'a part of the path is a file, not a folder. Check the path.',
  EEXIST: 'stands there already. Choose another name.',
  ELOOP: 'the symbolic links go round in a circle. Check the path.',
  ENAMETOOLONG: 'the name is too long. Choose a shorter one.',
  EMFILE: 'too many files are open. Raise the limit (ulimit -n).',
  ENFILE: 'too many files are open on this machine. Close some programs.',
  EIO: 'the disk failed to read or write. Check the disk.',
  EBUSY: 'is in use by another program. Close that first.',
  ENOMEM: 'not enough memory. Close other programs, or make the data smaller.',
};

/** One line for a failure that is not ours to mend (exit 2), or null for a bug of ours (exit 70). */
export function describeFailure(error: unknown): string | null {
  const told = [UsageError, FormatError, RefusedError, RunFolderError];
  if (told.some((kind) => error instanceof kind)) return oneLine((error as Error).message);
  if (!(error instanceof Error)) return null;
  const { code, path } = error as NodeJS.ErrnoException;
  const meaning = code && Object.hasOwn(systemFailures, code) ? systemFailures[code] : undefined;
  if (meaning) return `${path ?? 'output'}: ${meaning}`;
  if (isOutOfMemory(error)) return `out of memory: ${oneLine(error.message)}`;
  return null;
}

/** V8's words when an array buffer or a WebAssembly memory cannot be had. */
function isOutOfMemory(error: Error): boolean {
  return (
    error instanceof RangeError &&
    /allocation failed|could not allocate memory|could not be had|invalid (typed )?array (buffer )?length/i.test(
      error.message,
    )
  );
}

function oneLine(message: string): string {
  return message.replace(/\s*\n\s*/g, ' ');
}
