/** Every model file among the fixtures is read as NumPy, PyTorch and h5py read it. */
import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { dirname, relative } from 'node:path';
import { buildPasses } from '../../../src/inspect/kernels/build.mjs';
import { readPasses } from '../../../src/inspect/kernels/node.js';
import type { Passes } from '../../../src/inspect/passes.js';
import { compareWithTruth, listTruths } from './truth.js';

const folder = fileURLToPath(new URL('../../fixtures/models', import.meta.url));

describe('model files: names, types, shapes, bytes, statistics and histograms are the true ones', function () {
  this.timeout(120_000); // for the first build
  let passes: Passes;
  before(async () => {
    passes = readPasses(dirname(await buildPasses()));
  });

  for (const path of listTruths(folder)) {
    it(relative(folder, path), async () => assert.deepEqual(await compareWithTruth(path, passes), []));
  }
});
