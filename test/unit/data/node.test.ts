import assert from 'node:assert/strict';
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createReadFile } from '../../../src/data/node.js';

describe('reading the files of a spec', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'netweight-'));
    await mkdir(join(folder, 'data'));
    await writeFile(join(folder, 'data', 't.csv'), 'x,y\n');
  });
  after(() => rm(folder, { recursive: true }));

  it('looks for them beside the spec', async () => {
    const readFile = createReadFile(join(folder, 'a.nn.json'));
    assert.equal(new TextDecoder().decode(await readFile('data/t.csv')), 'x,y\n');
    assert.equal((await readFile(join(folder, 'data', 't.csv'))).length, 4);
  });

  it('says what is wrong and where it looked', async () => {
    const readFile = createReadFile(join(folder, 'a.nn.json'));
    await assert.rejects(readFile('t.csv'), (error: Error) => {
      assert.match(error.message, /^There is no file "t\.csv"/);
      assert.ok(error.message.includes(join(folder, 't.csv')));
      return true;
    });
    await assert.rejects(readFile('data'), /"data" is a folder/);
    await assert.rejects(readFile('data/t.csv/x'), /There is no file/);
  });
});
