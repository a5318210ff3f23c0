import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { makeContributions } from '../../../src/extension/contributions.js';

describe('the manifest', () => {
  it('says what contributions.ts says (else: npm run manifest)', () => {
    const path = resolve(import.meta.dirname, '../../../package.json');
    const manifest = JSON.parse(readFileSync(path, 'utf8')) as { contributes: unknown };
    assert.deepEqual(manifest.contributes, JSON.parse(JSON.stringify(makeContributions())));
  });
});
