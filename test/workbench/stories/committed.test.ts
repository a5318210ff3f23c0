/** A model file beside the version of it that was committed, by the built-in Git extension. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Frame } from 'playwright-core';
import { findPanel, openFile, runCommand } from '../../host/workbench.js';
import { weightsOf } from '../modelFiles.js';
import { openSession, pictureFailures, type Session } from '../session.js';

describe('model files under version control', function () {
  this.timeout(300_000);
  let session: Session;
  /** What LFS keeps of `large.safetensors`. */
  let object: string;

  const git = (...args: string[]): void => {
    const author = ['-c', 'user.name=Somebody', '-c', 'user.email=somebody@example.org'];
    execFileSync('git', [...author, ...args], { cwd: join(session.folder, 'kept'), stdio: 'ignore' });
  };
  const commit = (name: string, content: string | Uint8Array): void => {
    session.write(`kept/${name}`, content);
    git('add', name);
    git('commit', '-m', name);
  };
  /** Compares a file with HEAD; returns the panel once it has what is waited for. */
  const compare = async (name: string, shown: string): Promise<Frame> => {
    await openFile(session.page, name);
    await findPanel(session.page, `main.model h1:has-text("${name}")`);
    await runCommand(session.page, 'Netweight: Compare Weights with HEAD');
    return findPanel(session.page, shown);
  };

  before(async () => {
    session = await openSession({ width: 1400, height: 1000, settings: { 'git.enabled': true } });
    session.write('kept/README.md', 'Weights.');
    git('init');
    commit('small.safetensors', weightsOf('net', 1));
    commit('small.safetensors', weightsOf('net', 2));
    const bytes = weightsOf('net', 4);
    const id = createHash('sha256').update(bytes).digest('hex');
    const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${id}\nsize ${bytes.length}\n`;
    commit('large.safetensors', pointer);
    const folder = join(session.folder, 'kept/.git/lfs/objects', id.slice(0, 2), id.slice(2, 4));
    mkdirSync(folder, { recursive: true });
    object = join(folder, id);
    writeFileSync(object, bytes);
    session.write('kept/small.safetensors', weightsOf('net', 3));
    session.write('kept/large.safetensors', weightsOf('net', 5));
  });
  after(() => session?.close());
  pictureFailures(() => session);

  it('differ from the newest commit by what was changed since', async () => {
    const panel = await compare('small.safetensors', 'main.difference:has-text("small.safetensors (HEAD)")');
    // From twice to three times the values: ‖Δ‖ / ‖w‖ is a half, in every tensor.
    await panel.locator('.row', { hasText: /net\.0\.weight.*changed.*0\.500/ }).waitFor();
    await session.page.waitForTimeout(400);
    await session.screenshot('weights-head');
  });

  it('differ from what LFS keeps, where the commit has a pointer to it', async () => {
    const panel = await compare('large.safetensors', 'main.difference:has-text("large.safetensors (HEAD)")');
    // From four times to five times.
    await panel.locator('.row', { hasText: /net\.0\.weight.*changed.*0\.250/ }).waitFor();
  });

  it('say what to do where LFS has not fetched it', async () => {
    rmSync(object);
    await compare('large.safetensors', '.failure:has-text("git lfs fetch")');
  });
});
