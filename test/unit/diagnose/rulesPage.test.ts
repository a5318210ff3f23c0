import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rules } from '../../../src/diagnose/index.js';
import { makeRulesPage } from '../../../src/diagnose/rulesPage.js';

describe('docs/rules.md', () => {
  it('is what the rules say (else run `npm run docs`)', () => {
    assert.equal(readFileSync(join(__dirname, '../../../docs/rules.md'), 'utf8'), makeRulesPage());
  });

  it('has a chapter for each rule, which links find by its code', () => {
    for (const { code } of rules) assert.ok(makeRulesPage().includes(`\n## ${code}\n`), code);
  });
});
