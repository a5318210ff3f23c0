import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { formats } from '../../../src/formats/index.js';
import { makeFormatsPage } from '../../../src/formats/formatsPage.js';

describe('docs/formats.md', () => {
  it('is what the table of formats says (else run `npm run docs`)', () => {
    assert.equal(readFileSync(join(__dirname, '../../../docs/formats.md'), 'utf8'), makeFormatsPage());
  });

  it('has a chapter for each format, with every extension', () => {
    const page = makeFormatsPage();
    for (const { name, extensions } of formats) {
      const chapter = page.split(`\n## ${name}\n`)[1]?.split('\n## ')[0];
      assert.ok(chapter, name);
      for (const extension of extensions) assert.ok(chapter.includes(`\`${extension}\``), extension);
    }
  });
});
