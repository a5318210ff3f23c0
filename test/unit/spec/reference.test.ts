import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { FamilyName } from '../../../src/engine/option.js';
import { engineFamilies, familyWords } from '../../../src/spec/families.js';
import { makeReference } from '../../../src/spec/reference.js';

describe('docs/reference.md', () => {
  it('is what the tables say (else run `npm run docs`)', () => {
    const written = readFileSync(resolve(__dirname, '../../../docs/reference.md'), 'utf8');
    assert.equal(written, makeReference());
  });

  it('tells of every member of every family, and of every option', () => {
    const reference = makeReference();
    for (const [family, members] of Object.entries(engineFamilies)) {
      const title = familyWords[family as FamilyName].many;
      const chapter = chapterOf(reference, `## ${title.charAt(0).toUpperCase()}${title.slice(1)}`, '\n## ');
      for (const member of members) {
        const own = chapterOf(chapter, `### \`${member.name}\``, '\n### ');
        for (const key of Object.keys(member.options))
          assert.ok(own.includes(`| \`${key}\` |`), `${member.name}.${key}`);
      }
    }
  });
});

function chapterOf(text: string, heading: string, end: string): string {
  const part = `\n${text}`.split(`\n${heading}\n`)[1];
  assert.ok(part !== undefined, heading);
  return part.split(end)[0] ?? '';
}
