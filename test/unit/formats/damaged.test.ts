/** A few hundred damaged copies of real files; `npm run fuzz` reads 20,000. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { listOriginals, readDamaged } from '../../fuzz/damagedCase.js';
import { mutate } from '../../fuzz/mutate.js';

const folder = fileURLToPath(new URL('../../fixtures/models', import.meta.url));
const count = 400;

describe('damaged files', () => {
  // HDF5's library is built anew for every file: `npm run fuzz` has the time for that.
  const originals = listOriginals(folder).filter((path) => !/\.(h5|hdf5|keras)$/.test(path));

  it('are answered by a FormatError or read as far as they go', async () => {
    assert.ok(originals.length > 30);
    for (let seed = 0; seed < count; seed++) {
      const path = originals[seed % originals.length]!;
      await readDamaged(path, seed).catch((error: unknown) => {
        throw new Error(`seed ${seed}, ${path}`, { cause: error });
      });
    }
  });

  it('of which two parts fail at once are told of once', async () => {
    const unheard: unknown[] = [];
    const hear = (error: unknown): unknown => unheard.push(error);
    process.on('unhandledRejection', hear);
    await readDamaged(join(folder, 'torch/quantised.pt'), 18485);
    await new Promise(setImmediate);
    process.off('unhandledRejection', hear);
    assert.deepEqual(unheard, []);
  });

  it('are the same for the same seed, and others for another', () => {
    const original = Uint8Array.from({ length: 1000 }, (_, i) => i);
    assert.deepEqual(mutate(original, 7), mutate(original, 7));
    assert.notDeepEqual(mutate(original, 7), mutate(original, 8));
  });
});
