import type { FamilyName, Member, Option, OptionKind, Options } from '../engine/option.js';
import { conceptOf, renderConcept, type Concept } from './concepts.js';
import { describeKind } from './describe.js';
import { engineFamilies, familyWords, memberNames, type Families } from './families.js';
import { renderValue } from './render.js';
import { makeHealthOptions, type FindingThresholds } from './sections/health.js';
import { layerOptionsOf } from './sections/layer.js';
import { rootOptions } from './sections/root.js';

type Schema = Readonly<Record<string, unknown>>;

/**
 * The JSON schema of `*.nn.json` for editors. It completes and describes, and never complains: wherever it lists
 * values, anything else is allowed as well. What is wrong is told by `parseSpec` alone, in better words, and once.
 * `thresholds` are those of the rules that findings come from.
 */
export function makeSchema(families: Families = engineFamilies, thresholds: FindingThresholds = {}): object {
  const options = {
    ...rootOptions,
    health: { ...rootOptions.health, options: makeHealthOptions(thresholds) },
  } as Options;
  const names = Object.keys(families) as FamilyName[];
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Netweight spec',
    description: 'A neural network, the data it learns from, and how it is trained.',
    allowTrailingCommas: true,
    allowComments: true,
    defaultSnippets: [
      {
        label: 'A network for a table',
        description: 'A first network for a table in a CSV file.',
        body: `^${firstSpec}`,
      },
    ],
    properties: propertiesOf(options, families, { owner: '' }),
    definitions: Object.fromEntries(names.map((name) => [name, describeFamily(name, families)])),
  };
}

const firstSpec = [
  '{',
  '\t"data": { "train": "${1:table.csv}", "target": "${2:column}" },',
  '\t"layers": [',
  '\t\t{ "type": "dense", "name": "hidden", "units": ${3:32}, "activation": "relu" },',
  '\t\t{ "type": "dense", "name": "output" }',
  '\t],',
  '\t"training": { "epochs": ${4:100} }',
  '}',
].join('\n');

/** Whose keys are described: a section's, or those of a family and its member. */
interface Owner {
  readonly owner: string;
  readonly member?: string;
}

function propertiesOf(options: Options, families: Families, { owner, member }: Owner): Schema {
  return Object.fromEntries(
    Object.entries(options).map(([key, option]) => [
      key,
      describeOption(key, option, families, conceptOf(owner, key, member)),
    ]),
  );
}

function describeOption(key: string, option: Option, families: Families, concept?: Concept): Schema {
  const suggestions = suggest(option, families, key);
  const isOpen = !('examples' in suggestions) && !('defaultSnippets' in suggestions);
  const described = {
    description: option.doc,
    markdownDescription: describeForHover(option, concept),
    ...suggestions,
  };
  if (option.default !== undefined && !isEmpty(option.default))
    return { ...described, default: option.default };
  // Without anything to insert, completion would leave out the colon.
  return isOpen
    ? { ...described, defaultSnippets: [{ label: describeKind(option), body: draw(option) }] }
    : described;
}

/** An empty list or object is no help to who wants to fill it. */
function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}

function describeForHover(option: Option, concept: Concept | undefined): string {
  const kind = option.kind === 'object' ? '' : `\n\nTakes ${describeKind(option)}.`;
  const rest =
    option.default !== undefined
      ? ` Default: \`${renderValue(option.default)}\`.`
      : option.required
        ? ' Required.'
        : '';
  const background = concept ? `\n\n${renderConcept(concept, '\n\n')}` : '';
  return `${option.doc}${background}${kind}${rest}`;
}

/** What can be offered for a value of this kind. The empty schema beside a list of values allows all others. */
function suggest(kind: OptionKind, families: Families, key = ''): Schema {
  switch (kind.kind) {
    case 'number':
    case 'string':
      return {};
    case 'boolean':
      return { examples: [true, false] };
    case 'choice':
      return { examples: kind.values, anyOf: [{ enum: kind.values }, {}] };
    case 'member':
      return suggestMembers(kind.family, families);
    case 'list':
      return { items: suggest(kind.of, families) };
    case 'map':
      return { additionalProperties: suggest(kind.of, families) };
    case 'any': {
      const alternatives = kind.of.map((alternative) => suggest(alternative, families));
      const examples = alternatives.flatMap((schema) => (schema.examples as unknown[] | undefined) ?? []);
      return { ...(examples.length > 0 ? { examples } : {}), anyOf: [...alternatives, {}] };
    }
    case 'object':
      return { properties: propertiesOf(kind.options, families, { owner: key }) };
  }
}

/** Names are examples, so that completion leaves the choice open; all else stands once, in the definitions. */
function suggestMembers(family: FamilyName, families: Families): Schema {
  const definition = { $ref: `#/definitions/${family}` };
  if (family === 'layers') return definition;
  return { examples: families[family].map(({ name }) => name), anyOf: [definition, {}] };
}

/** The names of a family's members with their docs, aliases as well. */
function nameMembers(family: FamilyName, families: Families): Schema {
  const members = families[family];
  return {
    enum: memberNames(members),
    markdownEnumDescriptions: members.flatMap(({ doc, aliases = [] }) => [doc, ...aliases.map(() => doc)]),
  };
}

/** What can stand for a member: its name (a layer has none of these), or an object with the options of its type. */
function describeFamily(family: FamilyName, families: Families): Schema {
  const members = families[family];
  const isLayer = family === 'layers';
  const description = `Which ${familyWords[family].one}.`;
  const names = nameMembers(family, families);
  const object = {
    defaultSnippets: members
      .filter(({ options }) => isLayer || Object.keys(options).length > 0)
      .map((member) => drawMember(member, isLayer)),
    properties: {
      type: {
        description,
        markdownDescription: description,
        examples: members.map(({ name }) => name),
        anyOf: [names, {}],
      },
    },
    allOf: members.map((member) => ({
      if: {
        properties: { type: { enum: [member.name, ...(member.aliases ?? [])], doNotSuggest: true } },
        required: ['type'],
      },
      then: {
        properties: propertiesOf(isLayer ? layerOptionsOf(member) : member.options, families, {
          owner: family,
          member: member.name,
        }),
      },
    })),
  };
  return isLayer ? object : { anyOf: [names, object, {}] };
}

/** A snippet of a member with the options that it cannot or should not do without: `{ "type": "dense", "units": … }` */
function drawMember({ name, doc, options }: Member, isLayer: boolean): Schema {
  const keys = Object.keys(options);
  const needed = keys.filter((key) => options[key]?.required || key === 'units' || key === 'learningRate');
  const shown = needed.length > 0 || isLayer ? needed : keys.slice(0, 1);
  const pairs = shown.map((key, index) => {
    const value = options[key]?.default;
    const drawn =
      value === undefined
        ? draw(options[key])
            .slice(1)
            .replace('$1', `$${index + 1}`)
        : `\${${index + 1}:${renderValue(value)}}`;
    return `${JSON.stringify(key)}: ${drawn}`;
  });
  const body = `{ ${[`"type": ${JSON.stringify(name)}`, ...pairs].join(', ')} }`;
  return { label: isLayer ? name : `${name} { ${shown.join(', ')} }`, description: doc, body: `^${body}` };
}

/** The snippet of a value that is still to be typed. */
function draw(kind: OptionKind | undefined): string {
  switch (kind?.kind) {
    case 'string':
    case 'choice':
    case 'member':
      return '^"$1"';
    case 'list':
      return kind.of.kind === 'member' ? '^[\n\t$1\n]' : `^[${draw(kind.of).slice(1)}]`;
    case 'any':
      return draw(kind.of[0]);
    case 'map':
      return '^{ $1 }';
    case 'object': {
      const required = Object.entries(kind.options).filter(([, option]) => option.required);
      const pairs = required.map(
        ([key, option], index) =>
          `${JSON.stringify(key)}: ${draw(option)
            .slice(1)
            .replace('$1', `$${index + 1}`)}`,
      );
      return pairs.length === 0 ? '^{ $1 }' : `^{ ${pairs.join(', ')} }`;
    }
    default:
      return '^$1';
  }
}
