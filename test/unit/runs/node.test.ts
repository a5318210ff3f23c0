import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RunFolderError } from '../../../src/runs/fileSystem.js';
import { nodeFileSystem as fileSystem, processLives } from '../../../src/runs/node.js';
import { RunReader } from '../../../src/runs/reader.js';
import { RunWriter } from '../../../src/runs/writer.js';
import { context, epochAt, layout, record, sampleAt, stateAt } from './fakeRun.js';

describe('run folders on disk', () => {
  let directory = '';
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'runs-'));
  });
  afterEach(() => {
    chmodSync(directory, 0o700);
    rmSync(directory, { recursive: true });
  });

  it('hold a run and leave nothing aside', async () => {
    const run = join(directory, 'a');
    assert.equal(await fileSystem.makeDirectory(run), true);
    assert.equal(await fileSystem.makeDirectory(run), false);
    const writer = await RunWriter.create({
      fileSystem,
      directory: run,
      record,
      context,
      layout,
      keepCheckpoints: 2,
      now: Date.now,
    });
    for (let epoch = 1; epoch <= 4; epoch++) {
      writer.addSample(sampleAt(epoch));
      writer.addEpoch(epochAt(epoch));
      await writer.tick();
      await writer.checkpoint(stateAt(epoch));
    }
    await writer.finish('completed');
    const reader = new RunReader(fileSystem, run);
    assert.ok(await reader.readEvents());
    assert.equal(reader.metrics(record).epochs.length, 4);
    assert.deepEqual(readdirSync(join(run, 'checkpoints')).sort(), [
      'best.safetensors',
      'epoch-0001.safetensors',
      'epoch-0003.safetensors',
      'epoch-0004.safetensors',
      'last.safetensors',
    ]);
    // A checkpoint with two names stays what it was when one of them is put anew.
    assert.deepEqual(
      readFileSync(join(run, 'checkpoints', 'best.safetensors')),
      readFileSync(join(run, 'checkpoints', 'epoch-0003.safetensors')),
    );
  });

  it('append, cut and read by range', async () => {
    const path = join(directory, 'log');
    await fileSystem.append(path, Uint8Array.of(1, 2, 3));
    await fileSystem.append(path, Uint8Array.of(4, 5));
    await fileSystem.truncate(path, 4);
    await fileSystem.sync(path);
    assert.equal(await fileSystem.size(path), 4);
    assert.deepEqual([...(await fileSystem.readRange(path, 2, 10))], [3, 4]);
    await fileSystem.remove(path);
    await fileSystem.remove(path);
    assert.equal(await fileSystem.read(path), null);
    assert.equal(await fileSystem.size(path), null);
    assert.deepEqual(await fileSystem.list(join(directory, 'none')), []);
  });

  const isError = (code: RunFolderError['code'], words: RegExp) => (error: unknown) =>
    error instanceof RunFolderError && error.code === code && words.test(error.message);

  it('leave nothing aside where a file is copied to what it is already', async () => {
    const folder = join(directory, 'copies');
    await fileSystem.makeDirectory(folder);
    await fileSystem.replace(join(folder, 'epoch'), Uint8Array.of(1, 2));
    for (let i = 0; i < 2; i++) await fileSystem.copy(join(folder, 'epoch'), join(folder, 'best'));
    assert.deepEqual((await fileSystem.list(folder)).sort(), ['best', 'epoch']);
    assert.deepEqual([...(await fileSystem.read(join(folder, 'best')))!], [1, 2]);
  });

  it('explain what is no file to read', async () => {
    await assert.rejects(
      fileSystem.read(directory),
      isError('unreadable', /it is a folder\. Name a file in it/),
    );
    assert.equal(await fileSystem.size(directory), null);
    await assert.rejects(fileSystem.read('/dev/null'), isError('unreadable', /a pipe or a device/));
  });

  it('explain a full disk', async function () {
    try {
      writeFileSync('/dev/full', 'x');
      this.skip();
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') this.skip();
    }
    await assert.rejects(
      fileSystem.append('/dev/full', Uint8Array.of(1)),
      isError('disk-full', /^Cannot write \/dev\/full: the disk is full\. Free some space .* \(ENOSPC\)\.$/),
    );
  });

  it('explain a file where a folder is needed', async () => {
    writeFileSync(join(directory, 'file'), '');
    await assert.rejects(
      fileSystem.makeDirectory(join(directory, 'file', 'runs')),
      isError('taken', /a file stands where a folder is needed/),
    );
  });

  it('explain a missing permission', async function () {
    if (process.getuid?.() === 0) return this.skip();
    const locked = join(directory, 'locked');
    mkdirSync(locked, { mode: 0o500 });
    await assert.rejects(
      fileSystem.replace(join(locked, 'run.json'), new Uint8Array(1)),
      isError('not-allowed', /permission is denied\. Allow it, or choose another place \(/),
    );
  });

  it('know which processes live', () => {
    assert.equal(processLives(process.pid), true);
    assert.equal(processLives(2 ** 22 + 12345), false);
  });
});
