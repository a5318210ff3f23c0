import { FormatError } from '../formats/formatError.js';
import { inflate, isGzip } from './inflate.js';
import type { TableProblem } from './problem.js';

/** The files that a spec names, by their paths relative to it. */
export interface DataFiles {
  /** Rejects with an Error whose message says what to do where there is no such file. */
  read(path: string): Promise<Uint8Array>;
  /** The names of a folder's entries, sorted, those of folders with "/" behind; null where the path is no folder. */
  list(path: string): Promise<readonly string[] | null>;
}

export interface Unreadable {
  readonly problem: TableProblem;
}

/** A file's bytes, unpacked where they are gzipped, or why there are none. */
export async function readUnpacked(
  files: DataFiles,
  path: string,
): Promise<{ readonly bytes: Uint8Array } | Unreadable> {
  const read = await explainAbsence(files.read(path));
  if ('problem' in read) return read;
  const { value: bytes } = read;
  return explainDamage(path, async () => ({ bytes: isGzip(bytes) ? await inflate(bytes, 'gzip') : bytes }));
}

/** The entries of a folder, null where the path is none, or why they cannot be told. */
export async function listFolder(
  files: DataFiles,
  path: string,
): Promise<{ readonly entries: readonly string[] | null } | Unreadable> {
  const listed = await explainAbsence(files.list(path));
  return 'problem' in listed ? listed : { entries: listed.value };
}

async function explainAbsence<T>(reading: Promise<T>): Promise<{ readonly value: T } | Unreadable> {
  try {
    return { value: await reading };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { problem: { severity: 'error', code: 'unreadable-file', message } };
  }
}

/** What `act` makes of a file; a `FormatError` becomes a problem with the file's name. */
export async function explainDamage<T>(path: string, act: () => T | Promise<T>): Promise<T | Unreadable> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    const message = `${path}: ${error.message}.`;
    return { problem: { severity: 'error', code: 'damaged-file', message, file: path } };
  }
}
