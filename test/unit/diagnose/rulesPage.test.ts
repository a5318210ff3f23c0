import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rules } from '../../../src/diagnose/index.js';
import { makeRulePage, makeRulesPage } from '../../../src/diagnose/rulesPage.js';

describe('docs/rules.md', () => {
  it('is what the rules say (else run `npm run docs`)', () => {
    assert.equal(readFileSync(join(__dirname, '../../../docs/rules.md'), 'utf8'), makeRulesPage());
  });

  it('has a chapter for each rule, which links find by its code', () => {
    for (const { code } of rules) assert.ok(makeRulesPage().includes(`\n## ${code}\n`), code);
  });

  it('has each chapter as a page of its own too, whose links find the others', () => {
    for (const { code, explains } of rules) {
      const page = makeRulePage(code) ?? '';
      assert.ok(page.startsWith(`# ${code}\n\n`));
      for (const other of explains ?? []) assert.ok(page.includes(`[${other}](${other}.md)`), other);
    }
    assert.equal(makeRulePage('no-such-code'), null);
  });
});
