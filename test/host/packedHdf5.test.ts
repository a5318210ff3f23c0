/** HDF5's library as it is in the package: its WebAssembly is a file of its own there. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Hdf5Module } from 'h5wasm-module';
import { openFile } from '../../src/formats/node.js';
import { readZipDirectory } from '../../src/formats/zip/directory.js';
import { zipEntrySource } from '../../src/formats/zip/entry.js';
import { projectRoot } from './paths.js';

const vsix = process.env['NETWEIGHT_VSIX'];

describe('HDF5 in the package', () => {
  let folder = '';
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'netweight-packed-'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('reads a file', async () => {
    assert.ok(vsix, 'NETWEIGHT_VSIX names no package');
    const source = await openFile(vsix);
    const { entries } = await readZipDirectory(source);
    for (const name of ['hdf5.js', 'hdf5.wasm.br']) {
      const entry = entries.get(`extension/dist/${name}`);
      assert.ok(entry, `${name} is not in the package`);
      const bytes = zipEntrySource(source, entry, assert.fail);
      writeFileSync(join(folder, name), await bytes.read(0, bytes.size));
    }
    await source.close();
    const { createModule } = createRequire(import.meta.url)(join(folder, 'hdf5.js')) as {
      createModule: (options: object) => Promise<Hdf5Module>;
    };
    const library = await createModule({ noInitialRun: true });
    library.FS.writeFile('a.h5', readFileSync(join(projectRoot, 'test/fixtures/models/hdf5/array.h5')));
    const file = library.open('a.h5', 0, false, library.H5F_LIBVER_EARLIEST, library.H5F_LIBVER_LATEST);
    assert.ok(library.get_names(file, '/', false).includes('float_arr'));
  });
});
