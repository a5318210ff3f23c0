import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import type { ModelOrigin } from '../../protocol/models.js';

/** As much of a repository of the built-in Git extension as is needed here. */
export interface Repository {
  readonly rootUri: { readonly fsPath: string };
  getObjectDetails(ref: string, path: string): Promise<{ readonly size: number }>;
  buffer(ref: string, path: string): Promise<Uint8Array>;
}

/** A pointer of Git LFS is no longer than this. */
const longestPointer = 1024;

/** Why there is no committed version to be read, for people. */
export class NotCommittedError extends Error {}

/**
 * The version of a file that the newest commit has; one that LFS keeps is read where LFS keeps it. `admit` throws
 * where so many bytes are too many.
 */
export async function findCommitted(
  repository: Repository,
  path: string,
  admit: (bytes: number) => void,
): Promise<ModelOrigin> {
  const name = basename(path);
  const details = await repository.getObjectDetails('HEAD', path).catch(() => null);
  if (!details)
    throw new NotCommittedError(
      `${name} is not in the newest commit (HEAD): there is nothing to compare it with.`,
    );
  admit(details.size);
  const bytes = await repository.buffer('HEAD', path);
  const id = details.size <= longestPointer ? readPointer(bytes) : null;
  if (id === null) return { name, bytes: bytes.slice() };
  const object = join(
    gitFolder(repository.rootUri.fsPath),
    'lfs/objects',
    id.slice(0, 2),
    id.slice(2, 4),
    id,
  );
  if (!existsSync(object))
    throw new NotCommittedError(
      `The version of ${name} in HEAD is kept by Git LFS and is not here: run "git lfs fetch" first.`,
    );
  return { path: object };
}

/** The id that a pointer of Git LFS names; null where the bytes are none. */
export function readPointer(bytes: Uint8Array): string | null {
  const text = new TextDecoder('latin1').decode(bytes.subarray(0, longestPointer));
  if (!text.startsWith('version https://git-lfs.github.com/spec/')) return null;
  return /^oid sha256:([0-9a-f]{64})$/m.exec(text)?.[1] ?? null;
}

/** Where a repository keeps its objects: `.git`, or where a worktree's `.git` file leads to. */
function gitFolder(root: string): string {
  const git = join(root, '.git');
  if (statSync(git).isDirectory()) return git;
  const folder = resolve(
    root,
    readFileSync(git, 'utf8')
      .replace(/^gitdir:\s*/, '')
      .trim(),
  );
  const common = join(folder, 'commondir');
  return existsSync(common) ? resolve(folder, readFileSync(common, 'utf8').trim()) : folder;
}
