import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import {
  findCommitted,
  readPointer,
  type Repository,
} from '../../../../src/extension/models/committedModel.js';

const id = 'ab12'.padEnd(64, '0');
const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${id}\nsize 12345\n`;
const any = (): void => undefined;

describe('the committed version of a model file', () => {
  let root: string;
  let repository: Repository;
  const git = (...args: string[]): Buffer =>
    execFileSync('git', ['-c', 'user.name=Test', '-c', 'user.email=test@example.org', ...args], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'ignore'],
    });

  before(() => {
    root = mkdtempSync(join(tmpdir(), 'committed-'));
    git('init', '--quiet');
    writeFileSync(join(root, 'small.npy'), 'as it was');
    writeFileSync(join(root, 'large.pt'), pointer);
    git('add', '.');
    git('commit', '--quiet', '-m', 'Keep weights');
    writeFileSync(join(root, 'small.npy'), 'as it is now');
    repository = {
      rootUri: { fsPath: root },
      getObjectDetails: async (ref, path) => ({
        size: Number(git('cat-file', '-s', `${ref}:${relative(root, path)}`)),
      }),
      buffer: async (ref, path) => git('show', `${ref}:${relative(root, path)}`),
    };
  });
  after(() => rmSync(root, { recursive: true, force: true }));

  it('is what was committed, not what lies there now', async () => {
    const origin = await findCommitted(repository, join(root, 'small.npy'), any);
    assert.ok('bytes' in origin);
    assert.equal(origin.name, 'small.npy');
    assert.equal(new TextDecoder().decode(origin.bytes), 'as it was');
  });

  it('is where LFS keeps it, or a word on how to get it there', async () => {
    const path = join(root, 'large.pt');
    await assert.rejects(findCommitted(repository, path, any), /git lfs fetch/);
    const folder = join(root, '.git/lfs/objects/ab/12');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, id), 'weights');
    assert.deepEqual(await findCommitted(repository, path, any), { path: join(folder, id) });
    // A worktree keeps its objects with the repository that it is of.
    const worktree = join(root, 'tree');
    git('worktree', 'add', '--quiet', worktree);
    const inside = { ...repository, rootUri: { fsPath: worktree } };
    assert.deepEqual(await findCommitted(inside, path, any), { path: join(folder, id) });
  });

  it('is refused where it is too large, and where there is none', async () => {
    const refuse = (bytes: number): void => {
      throw new RangeError(`${bytes} bytes`);
    };
    await assert.rejects(findCommitted(repository, join(root, 'small.npy'), refuse), /9 bytes/);
    await assert.rejects(findCommitted(repository, join(root, 'new.pt'), any), /not in the newest commit/);
  });

  it('knows a pointer from anything else', () => {
    const read = (text: string): string | null => readPointer(new TextEncoder().encode(text));
    assert.equal(read(pointer), id);
    assert.equal(read(pointer.replace('sha256', 'md5')), null);
    assert.equal(read('PK\u0003\u0004'), null);
  });
});
