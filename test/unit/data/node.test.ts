import assert from 'node:assert/strict';
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { filesBeside } from '../../../src/data/node.js';

describe('reading the files of a spec', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'netweight-'));
    await mkdir(join(folder, 'data'));
    await writeFile(join(folder, 'data', 't.csv'), 'x,y\n');
  });
  after(() => rm(folder, { recursive: true }));

  it('looks for them beside the spec', async () => {
    const files = filesBeside(join(folder, 'a.nn.json'));
    assert.equal(new TextDecoder().decode(await files.read('data/t.csv')), 'x,y\n');
    assert.equal((await files.read(join(folder, 'data', 't.csv'))).length, 4);
  });

  it('says what is wrong and where it looked', async () => {
    const files = filesBeside(join(folder, 'a.nn.json'));
    await assert.rejects(files.read('t.csv'), (error: Error) => {
      assert.match(error.message, /^There is no file "t\.csv"/);
      assert.ok(error.message.includes(join(folder, 't.csv')));
      return true;
    });
    await assert.rejects(files.read('data'), /"data" is a folder/);
    await assert.rejects(files.read('data/t.csv/x'), /There is no file/);
  });

  it('lists folders, and nothing for what is none', async () => {
    const files = filesBeside(join(folder, 'a.nn.json'));
    assert.deepEqual(await files.list('.'), ['data/']);
    assert.deepEqual(await files.list('data'), ['t.csv']);
    assert.deepEqual([await files.list('data/t.csv'), await files.list('none')], [null, null]);
  });
});
