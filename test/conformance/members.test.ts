import assert from 'node:assert/strict';
import type { OptionKind } from '../../src/engine/option.js';
import { engineFamilies } from '../../src/spec/families.js';

/** Why a value is not of this kind; undefined where it is. */
function misfit(kind: OptionKind, value: unknown): string | undefined {
  switch (kind.kind) {
    case 'number': {
      if (typeof value !== 'number' || !Number.isFinite(value)) return `${String(value)} is no number`;
      if (kind.integer && !Number.isInteger(value)) return `${value} is not whole`;
      if (value < (kind.minimum ?? -Infinity) || value > (kind.maximum ?? Infinity))
        return `${value} is outside`;
      if (value <= (kind.above ?? -Infinity) || value >= (kind.below ?? Infinity))
        return `${value} is outside`;
      return undefined;
    }
    case 'boolean':
    case 'string':
      return typeof value === kind.kind ? undefined : `${String(value)} is no ${kind.kind}`;
    case 'choice':
      return kind.values.includes(value as string) ? undefined : `${String(value)} is no choice`;
    case 'member': {
      const known = engineFamilies[kind.family].some(({ name }) => name === value);
      return known ? undefined : `there is no "${String(value)}" in ${kind.family}`;
    }
    case 'any':
      return kind.of.every((alternative) => misfit(alternative, value)) ? 'fits no alternative' : undefined;
    case 'list':
      return Array.isArray(value)
        ? value.map((item) => misfit(kind.of, item)).find((reason) => reason !== undefined)
        : 'no list';
    case 'map':
    case 'object':
      return typeof value === 'object' && value !== null ? undefined : 'no object';
  }
}

for (const [family, members] of Object.entries(engineFamilies)) {
  describe(`the table of ${family}`, () => {
    it('gives every name and alias once', () => {
      const names = members.flatMap(({ name, aliases = [] }) => [name, ...aliases]);
      assert.deepEqual(names, [...new Set(names)]);
      for (const name of names) assert.match(name, /^[a-z][A-Za-z0-9]*$/);
    });

    for (const { name, doc, options } of members) {
      it(`${name} says what it is, and what each option is`, () => {
        assert.match(doc, /[.)]$/);
        assert.ok(doc.length >= 40, `"${doc}" teaches nobody anything`);
        for (const [key, option] of Object.entries(options)) {
          assert.match(key, /^[a-z][A-Za-z0-9]*$/);
          assert.match(option.doc, /\.$/, `${key}: "${option.doc}"`);
          assert.ok(!(option.required && 'default' in option), `${key} is required and has a default`);
        }
      });

      it(`${name} has defaults that it would accept`, () => {
        for (const [key, option] of Object.entries(options)) {
          if (!('default' in option)) continue;
          const reason = misfit(option, option.default);
          assert.equal(reason, undefined, `${key}: ${reason}`);
        }
      });
    }
  });
}
