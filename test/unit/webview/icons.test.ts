/** Panels carry the few icons they use: a name that is missing would be an empty button. */
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';

const root = new URL('../../../webview/', import.meta.url);

describe('icons of panels', () => {
  it('are all in the style sheet', () => {
    const sheet = readFileSync(new URL('theme/codicons.css', root), 'utf8');
    const known = new Set([...sheet.matchAll(/\.codicon-([a-z-]+)::before/g)].map((match) => match[1]));
    const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.ts'),
    );
    const used = files.flatMap((file) => {
      const text = readFileSync(new URL(file, root), 'utf8');
      const calls = text.matchAll(/\b(?:icon|button|step)\((?:\w+ \? )?'([a-z-]+)'(?: : '([a-z-]+)')?/g);
      const fields = text.matchAll(/\bicon: '([a-z-]+)'/g);
      const names = [...calls, ...fields].flatMap((match) => match.slice(1)).filter(Boolean);
      return names.map((name) => `${name} in ${file}`);
    });
    assert.ok(used.length > 15, used.join());
    assert.deepEqual(
      used.filter((use) => !known.has(use.split(' ')[0])),
      [],
    );
  });
});
