import type { FamilyName, Member, Option, Options } from '../engine/option.js';
import { dataFiles } from '../data/index.js';
import { conceptOf, renderConcept, type Concept } from './concepts.js';
import { describeKind } from './describe.js';
import { engineFamilies, familyWords, type Families } from './families.js';
import { findingCodes } from './findingCodes.js';
import { renderValue } from './render.js';
import { layerOptionsOf } from './sections/layer.js';
import { rootOptions } from './sections/root.js';
import { earlyStoppingOptions } from './sections/training.js';

const introduction = `# Reference of \`*.nn.json\`

Everything that a spec may say. This page is made from the tables that check and complete specs
(\`npm run docs\`), so it cannot differ from what the program does.

A spec is JSON in which comments and trailing commas are allowed:

\`\`\`jsonc
{
  "data": { "train": "penguins.csv", "target": "species" },
  "layers": [
    { "type": "dense", "name": "hidden", "units": 32, "activation": "relu" },
    { "type": "dropout", "rate": 0.2 },
    { "type": "dense", "name": "output" } // as many units as there are species
  ],
  "optimizer": { "type": "adam", "learningRate": 0.01 },
  "training": { "epochs": 50 }
}
\`\`\`

Where a member of a family is asked for (an activation, a loss, an optimizer …) its name will do, or an object
\`{ "type": name, … }\` with its options.`;

/** docs/reference.md: every key, option, default and finding, from the tables. */
export function makeReference(families: Families = engineFamilies): string {
  const names = Object.keys(familyWords) as FamilyName[];
  const parts = [
    introduction,
    '## Keys of a spec',
    tableOf(rootOptions, ''),
    ...Object.entries(rootOptions).flatMap(([key, option]) =>
      option.kind === 'object' && key !== 'health' ? describeSection(key, option.options) : [],
    ),
    '### `training.earlyStopping`',
    tableOf(earlyStoppingOptions, 'earlyStopping'),
    '### `health`',
    'A finding is turned off by `"off"`, and given another threshold by `{ "threshold": … }`.',
    table(
      ['finding', 'what it says'],
      Object.entries(findingCodes).map(([code, doc]) => [`\`${code}\``, doc]),
    ),
    '## Data files',
    'What `train` names, and `validation` and `test` where they are not shares. What a file holds decides how it is read; any of them may be gzipped (`.gz`).',
    table(
      ['file', 'how a spec names it'],
      dataFiles.map(({ name, doc }) => [name, doc]),
    ),
    ...names.flatMap((name) => describeFamily(name, families[name])),
  ];
  return `${parts.join('\n\n')}\n`;
}

function describeSection(key: string, options: Options): string[] {
  return [`### \`${key}\``, tableOf(options, key)];
}

function describeFamily(name: FamilyName, members: readonly Member[]): string[] {
  const title = familyWords[name].many;
  return [
    `## ${title.charAt(0).toUpperCase()}${title.slice(1)}`,
    ...members.flatMap((member) => describeMember(name, member)),
  ];
}

function describeMember(family: FamilyName, member: Member): string[] {
  const { name, aliases = [], doc } = member;
  const options = family === 'layers' ? layerOptionsOf(member) : member.options;
  const also = aliases.length > 0 ? ` Also called ${aliases.map((alias) => `\`${alias}\``).join(', ')}.` : '';
  const described = [`### \`${name}\``, `${escape(doc)}${also}`];
  return Object.keys(options).length > 0 ? [...described, tableOf(options, family, name)] : described;
}

function tableOf(options: Options, owner: string, member?: string): string {
  return table(
    ['key', 'takes', 'default', 'meaning'],
    Object.entries(options).map(([key, option]) => [
      `\`${key}\``,
      describeValues(option),
      describeDefault(option),
      describeMeaning(option, conceptOf(owner, key, member)),
    ]),
  );
}

function describeMeaning({ doc }: Option, concept: Concept | undefined): string {
  return concept ? `${doc} ${renderConcept(concept, ': ')}` : doc;
}

function describeValues(option: Option): string {
  return option.kind === 'object' ? 'an object' : describeKind(option);
}

function describeDefault(option: Option): string {
  if (option.required) return '**required**';
  return option.default === undefined ? '' : `\`${renderValue(option.default)}\``;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map((row) => line(row.map(escape)))].join('\n');
}

/** Outside of code, Markdown would read these as its own. */
function escape(text: string): string {
  return text
    .split(/(`[^`]*`|\*\*[^*]*\*\*)/)
    .map((part, index) => (index % 2 === 1 ? part : part.replace(/[*_<>[\]]/g, '\\$&')))
    .join('');
}
