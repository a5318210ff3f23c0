import assert from 'node:assert/strict';
import type { Options } from '../../../src/engine/option.js';
import { rules } from '../../../src/diagnose/index.js';
import { thresholds } from '../../../src/diagnose/thresholds.js';
import { engineFamilies } from '../../../src/spec/families.js';
import { makeSchema } from '../../../src/spec/schema.js';
import { layerOptionsOf } from '../../../src/spec/sections/layer.js';
import { rootOptions } from '../../../src/spec/sections/root.js';

type Schema = Record<string, unknown>;

const schema = makeSchema() as Schema & {
  properties: Record<string, Schema>;
  definitions: Record<string, Schema>;
};

describe('the JSON schema', () => {
  it('says for each finding what it is compared with, and from which value on', () => {
    const whole = makeSchema(undefined, thresholds) as typeof schema;
    const health = (whole.properties['health'] as { properties: Record<string, Schema> }).properties;
    for (const { code, threshold } of rules) {
      const [, object] = health[code]!['anyOf'] as [Schema, { properties: Record<string, Schema> }];
      assert.equal(object.properties['threshold']!['default'], threshold?.default, code);
      assert.ok(String(object.properties['threshold']!['description']).includes(threshold?.doc ?? ''), code);
      assert.match(
        String(health[code]!['description']),
        threshold ? /"threshold": \d/ : /has no threshold/,
        code,
      );
    }
  });

  it('never complains: it holds no keyword that can fail, but for lists of values beside the empty schema', () => {
    const harmless = new Set(
      '$schema $ref title description markdownDescription default defaultSnippets examples allowTrailingCommas allowComments markdownEnumDescriptions'.split(
        ' ',
      ),
    );
    const walk = (node: Schema, path: string): void => {
      for (const [keyword, value] of Object.entries(node)) {
        const here = `${path}/${keyword}`;
        if (harmless.has(keyword)) continue;
        if (keyword === 'enum') assert.match(path, /\/anyOf\/\d+$/, here);
        else if (keyword === 'if') assert.ok(node.then, here);
        else if (keyword === 'then' || keyword === 'items' || keyword === 'additionalProperties')
          walk(value as Schema, here);
        else if (keyword === 'properties' || keyword === 'definitions')
          for (const [key, inner] of Object.entries(value as Record<string, Schema>))
            walk(inner, `${here}/${key}`);
        else if (keyword === 'allOf')
          (value as Schema[]).forEach((inner, index) => walk(inner, `${here}/${index}`));
        else if (keyword === 'anyOf') {
          const alternatives = value as Schema[];
          assert.ok(
            alternatives.some((inner) => Object.keys(inner).length === 0),
            here,
          );
          alternatives.forEach((inner, index) => walk(inner, `${here}/${index}`));
        } else assert.fail(`${here} can fail`);
      }
    };
    walk(schema, '');
  });

  it('allows comments and trailing commas', () => {
    assert.equal(schema.allowTrailingCommas, true);
    assert.equal(schema.allowComments, true);
  });

  it('describes every key, says its default, and has something to insert', () => {
    const check = (options: Options, properties: Record<string, Schema>, path: string): void => {
      assert.deepEqual(
        Object.keys(properties).filter((key) => key !== 'type'),
        Object.keys(options),
        path,
      );
      for (const [key, option] of Object.entries(options)) {
        const described = properties[key];
        assert.ok(described, `${path}.${key}`);
        assert.equal(described.description, option.doc);
        const markdown = String(described.markdownDescription);
        assert.equal(
          markdown.includes('Default:'),
          option.default !== undefined,
          `${path}.${key}: ${markdown}`,
        );
        assert.ok(
          ['default', 'examples', 'defaultSnippets'].some((keyword) => keyword in described),
          `${path}.${key}`,
        );
        if (option.kind === 'object')
          check(option.options, described.properties as Record<string, Schema>, `${path}.${key}`);
      }
    };
    check(rootOptions, schema.properties, '');
    for (const [name, members] of Object.entries(engineFamilies)) {
      const definition = schema.definitions[name];
      const object = (name === 'layers' ? definition : (definition?.anyOf as Schema[])[1]) as Schema;
      const branches = object.allOf as { then: { properties: Record<string, Schema> } }[];
      members.forEach((member, index) => {
        const options = name === 'layers' ? layerOptionsOf(member) : member.options;
        check(options, branches[index]?.then.properties ?? {}, `${name}.${member.name}`);
      });
    }
  });

  it('offers every layer and every optimizer with its doc', () => {
    const layers = schema.definitions.layers?.defaultSnippets as { label: string; description: string }[];
    assert.deepEqual(
      layers.map(({ label, description }) => [label, description]),
      engineFamilies.layers.map(({ name, doc }) => [name, doc]),
    );
    const [names] = schema.definitions.optimizers?.anyOf as {
      enum: string[];
      markdownEnumDescriptions: string[];
    }[];
    assert.ok(names);
    for (const { name, doc } of engineFamilies.optimizers)
      assert.equal(names.markdownEnumDescriptions[names.enum.indexOf(name)], doc);
  });
});
