import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FormatError } from '../../../src/formats/formatError.js';
import { findFormatByName, formats, openModel } from '../../../src/formats/index.js';
import { memorySource } from '../../../src/formats/memory.js';
import { openFile } from '../../../src/formats/node.js';
import { writeSafetensors } from '../../../src/formats/writeSafetensors.js';

const file = writeSafetensors([{ name: 'a', dtype: 'uint8', shape: [3], bytes: new Uint8Array([7, 8, 9]) }]);

describe('telling formats apart', () => {
  it('by signature, whatever the name', async () => {
    assert.equal((await openModel(memorySource(file), 'weights.bin')).format, 'safetensors');
  });

  it('by extension where there is no signature, so that the error speaks of that format', async () => {
    const broken = memorySource(new Uint8Array(20).fill(255));
    await assert.rejects(
      openModel(broken, 'A.SafeTensors'),
      /the header should be 18446744073709551615 bytes/,
    );
  });

  it('neither: says what we know', async () => {
    await assert.rejects(openModel(memorySource(new Uint8Array([1, 2])), 'notes.txt'), (error) => {
      assert.ok(error instanceof FormatError);
      assert.match(error.message, /^notes\.txt is no model file that we know \(.*\.safetensors.*\)/);
      return true;
    });
  });

  it('a Git LFS pointer is named as one', async () => {
    const pointer = 'version https://git-lfs.github.com/spec/v1\noid sha256:4d7a2146\nsize 12345\n';
    const source = memorySource(new TextEncoder().encode(pointer));
    await assert.rejects(
      openModel(source, 'm.safetensors'),
      /m\.safetensors is a Git LFS pointer.*"git lfs pull"/,
    );
  });

  it('every format has a name, a doc and extensions in lower case, and is found by them', () => {
    for (const { name, doc, extensions } of formats) {
      assert.match(doc, /\.$/, name);
      for (const extension of extensions) {
        assert.match(extension, /^\.[a-z0-9]+$/, name);
        assert.equal(findFormatByName(`Model${extension.toUpperCase()}`)?.name, name);
      }
    }
  });
});

describe('sources', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'netweight-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  it('a file is read by range, as memory is', async () => {
    const path = join(folder, 'a.safetensors');
    writeFileSync(path, file);
    const source = await openFile(path);
    try {
      assert.equal(source.size, file.length);
      for (const [offset, length] of [
        [0, file.length],
        [5, 9],
        [file.length, 0],
      ] as const) {
        assert.deepEqual(await source.read(offset, length), file.slice(offset, offset + length));
        assert.deepEqual(await memorySource(file).read(offset, length), file.slice(offset, offset + length));
      }
      const model = await openModel(source, path);
      assert.deepEqual([...(await model.read(model.tensors[0]!)).bytes], [7, 8, 9]);
    } finally {
      await source.close();
    }
  });

  it('reading past the end is a FormatError at the place it began', async () => {
    const path = join(folder, 'short');
    writeFileSync(path, new Uint8Array(10));
    const source = await openFile(path);
    try {
      for (const from of [source, memorySource(new Uint8Array(10))]) {
        await assert.rejects(
          from.read(8, 3),
          (error) => error instanceof FormatError && error.byteOffset === 8,
        );
        await assert.rejects(from.read(-1, 3), FormatError);
      }
      truncateSync(path, 4);
      await assert.rejects(source.read(2, 8), /has become shorter.*at byte 4/);
    } finally {
      await source.close();
    }
  });

  it('what is no file is the system’s error', async () => {
    await assert.rejects(openFile(join(folder, 'none')), { code: 'ENOENT' });
    await assert.rejects(openFile(folder), { code: 'EISDIR' });
  });
});
