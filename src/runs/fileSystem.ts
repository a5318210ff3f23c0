/** What runs need of a file system. Paths are absolute; parts are joined by `/`. */
export interface FileSystem {
  /** Names in a directory, in no order; none where there is no such directory. */
  list(directory: string): Promise<string[]>;
  /** The bytes of a file; null where there is none. */
  read(path: string): Promise<Uint8Array | null>;
  /** `length` bytes from `offset`, fewer where the file ends before. */
  readRange(path: string, offset: number, length: number): Promise<Uint8Array>;
  /** Size in bytes; null where there is no such file. */
  size(path: string): Promise<number | null>;
  /** Makes a directory and those above it; false where it already stood. */
  makeDirectory(path: string): Promise<boolean>;
  /** Adds all of `bytes` to the end of a file or nothing; makes the file. */
  append(path: string, bytes: Uint8Array): Promise<void>;
  /** Returns once what was appended to a file is safe on the disk. */
  sync(path: string): Promise<void>;
  /** Returns once the names in a directory are safe on the disk: what was put in place stays in place. */
  syncNames(directory: string): Promise<void>;
  /** Cuts a file to `length` bytes. */
  truncate(path: string, length: number): Promise<void>;
  /** Puts a whole file in place: written aside, synced, renamed. Whoever reads sees the old or the new one. */
  replace(path: string, bytes: Uint8Array): Promise<void>;
  /** Gives the whole file `from` a second name in the same way, sharing its bytes where the disk can. */
  copy(from: string, to: string): Promise<void>;
  /** Removes a file; none is no error. */
  remove(path: string): Promise<void>;
}

/** What happened to a run folder that its user has to know: what, where, and what to do. One line. */
export class RunFolderError extends Error {
  constructor(
    message: string,
    readonly code:
      'disk-full' | 'not-allowed' | 'too-many-files' | 'not-found' | 'taken' | 'damaged' | 'unreadable',
    readonly path: string,
  ) {
    super(message);
    this.name = 'RunFolderError';
  }
}

export function joinPath(...parts: readonly string[]): string {
  return parts.join('/').replace(/\/{2,}/g, '/');
}
