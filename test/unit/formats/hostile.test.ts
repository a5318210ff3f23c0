/** Hostile and broken files: each gets what its row says. */
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkHostile, hostileFiles } from './hostileFiles.js';

const folder = fileURLToPath(new URL('../../fixtures/models/hostile', import.meta.url));

describe('hostile and broken files', () => {
  const names = readdirSync(folder);

  it('all have their row', () => {
    assert.deepEqual(
      names.filter((name) => !(name in hostileFiles)),
      [],
    );
    assert.ok(names.length > 60);
  });

  for (const name of names) {
    const expected = hostileFiles[name]!;
    it(`${name}: ${String(expected.error ?? expected.problem ?? expected.warning ?? 'opens')}`, () =>
      checkHostile(join(folder, name), expected));
  }
});
