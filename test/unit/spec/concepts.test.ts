import assert from 'node:assert/strict';
import type { Options } from '../../../src/engine/option.js';
import { conceptNames, conceptOf } from '../../../src/spec/concepts.js';
import { engineFamilies } from '../../../src/spec/families.js';
import { makeSchema } from '../../../src/spec/schema.js';
import { layerOptionsOf } from '../../../src/spec/sections/layer.js';
import { rootOptions } from '../../../src/spec/sections/root.js';

/** Every name under which a key of a spec may have a concept. */
function keyNames(): Set<string> {
  const names = new Set<string>();
  const add = (owner: string, options: Options, member?: string): void => {
    for (const [key, option] of Object.entries(options)) {
      names.add(owner === '' ? key : `${owner}.${key}`);
      if (member !== undefined) names.add(`${owner}.${member}.${key}`);
      if (option.kind === 'object') add(key, option.options);
    }
  };
  add('', rootOptions);
  for (const [family, members] of Object.entries(engineFamilies))
    for (const member of members)
      add(family, family === 'layers' ? layerOptionsOf(member) : member.options, member.name);
  return names;
}

describe('concepts', () => {
  it('belong to keys that there are', () => {
    const names = keyNames();
    assert.deepEqual(
      conceptNames.filter((name) => !names.has(name)),
      [],
    );
  });

  it('tell the momentum of a norm layer from that of an optimizer', () => {
    assert.match(conceptOf('layers', 'momentum', 'batchNorm')?.formula ?? '', /running/);
    assert.match(conceptOf('optimizers', 'momentum', 'sgd')?.formula ?? '', /µ·v/);
    assert.equal(conceptOf('layers', 'momentum', 'layerNorm'), undefined);
  });

  it('are told where VS Code shows what a key is, and there once', () => {
    const schema = makeSchema() as {
      properties: { training: { properties: { clipNorm: { markdownDescription: string } } } };
    };
    const shown = schema.properties.training.properties.clipNorm.markdownDescription;
    assert.equal(shown.split('`g ← g · min(1, c/‖g‖)`').length, 2);
  });
});
