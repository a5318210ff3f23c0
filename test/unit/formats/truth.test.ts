/** Every model file among the fixtures is read as NumPy, PyTorch and h5py read it. */
import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { relative } from 'node:path';
import { compareWithTruth, listTruths } from './truth.js';

const folder = fileURLToPath(new URL('../../fixtures/models', import.meta.url));

describe('model files: names, types, shapes, bytes, statistics and histograms are the true ones', () => {
  for (const path of listTruths(folder)) {
    it(relative(folder, path), async () => assert.deepEqual(await compareWithTruth(path), []));
  }
});
