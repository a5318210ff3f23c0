import { getNodeValue, type Node } from 'jsonc-parser';
import type { MemberConfig } from '../engine/config.js';
import { findMember } from '../engine/member.js';
import type { FamilyName, Option, OptionKind, Options } from '../engine/option.js';
import { fillDefault, fillDefaults } from './defaults.js';
import { describeKind, joinWords, quote, showValue } from './describe.js';
import { familyWords } from './families.js';
import { readChoice, readNumber, readString, refuse } from './scalars.js';
import type { Complaint } from './report.js';
import { findProperty, propertiesOf } from './tree.js';
import { listNames, reportUnknownKey, reportUnknownMember } from './unknownNames.js';
import type { Place, Walk } from './walk.js';

/**
 * Reads a value as its option describes it: aliases become names, members become objects, defaults are filled
 * in. What is wrong is reported, and undefined is returned for it.
 */
export function readValue(node: Node, kind: OptionKind, place: Place, walk: Walk): unknown {
  switch (kind.kind) {
    case 'number':
      return readNumber(node, kind, place, walk);
    case 'boolean':
      return node.type === 'boolean' ? (node.value as boolean) : refuse(node, kind, place, walk);
    case 'string':
      return readString(node, kind, place, walk);
    case 'choice':
      return readChoice(node, kind, place, walk);
    case 'member':
      return readMember(node, kind.family, place, walk);
    case 'list':
      return readList(node, kind, place, walk);
    case 'map':
      return readMap(node, kind, place, walk);
    case 'any':
      return readAny(node, kind, place, walk);
    case 'object':
      return node.type === 'object'
        ? readObject(node, kind.options, { path: place.path, name: quote(String(place.path.at(-1))) }, walk)
        : refuse(node, kind, place, walk);
  }
}

/**
 * Reads an object by a table of options. Unknown, repeated and missing keys are reported; keys in `besides` are
 * left to the caller.
 */
export function readObject(
  node: Node,
  options: Options,
  owner: Place,
  walk: Walk,
  besides: readonly string[] = [],
): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  const present = new Set<string>();
  const properties = propertiesOf(node);
  const written = new Set(properties.map(([key]) => key));
  for (const [key, keyNode, valueNode] of properties) {
    const path = [...owner.path, key];
    if (present.has(key)) {
      walk.report({
        code: 'duplicate-key',
        message: `${quote(key)} stands twice in ${owner.name}. Remove one of them.`,
        path,
        node: keyNode,
      });
      continue;
    }
    present.add(key);
    if (besides.includes(key)) continue;
    const option = Object.hasOwn(options, key) ? options[key] : undefined;
    // A key without a value is being typed.
    if (!option && !valueNode) continue;
    if (!option) reportUnknownKey(key, keyNode, written, [...besides, ...Object.keys(options)], owner, walk);
    else if (valueNode) values[key] = readValue(valueNode, option, placeIn(owner, key), walk);
  }
  for (const [key, option] of Object.entries(options)) {
    if (present.has(key)) continue;
    if (option.required) reportMissing(key, option, owner, walk);
    else if (option.default !== undefined) values[key] = fillDefault(option, walk.families);
  }
  return values;
}

/** A member of a family, by its name or as an object, with all its options; undefined where it has errors. */
export function readMember(
  node: Node,
  family: FamilyName,
  place: Place,
  walk: Walk,
): MemberConfig | undefined {
  const words = familyWords[family];
  if (node.type === 'string') {
    const type = readMemberName(node, family, place, walk);
    const member = type === undefined ? undefined : findMember(walk.families[family], type);
    if (!member) return undefined;
    const required = Object.keys(member.options).filter((key) => member.options[key]?.required);
    if (required.length > 0) {
      walk.report({
        code: 'missing-key',
        message: `${words.one} ${quote(member.name)} needs ${joinWords(required.map(quote), 'and')}: write { "type": ${quote(member.name)}, ${required.map((key) => `${quote(key)}: …`).join(', ')} }.`,
        path: place.path,
      });
      return undefined;
    }
    return { type: member.name, ...fillDefaults(member.options, walk.families) };
  }
  if (node.type !== 'object') {
    refuse(node, { kind: 'member', family }, place, walk);
    return undefined;
  }
  const typeNode = findProperty(node, 'type');
  if (!typeNode) {
    if (!walk.broken)
      walk.report({
        code: 'missing-key',
        message: `${place.name} has no "type". Name the ${words.one}: ${listNames(walk.families[family].map((member) => member.name))}.`,
        path: place.path,
      });
    return undefined;
  }
  const type = readMemberName(typeNode, family, { path: [...place.path, 'type'], name: place.name }, walk);
  const member = type === undefined ? undefined : findMember(walk.families[family], type);
  if (!member) return undefined;
  const owner = { path: place.path, name: `${words.one} ${quote(member.name)}` };
  return { type: member.name, ...readObject(node, member.options, owner, walk, ['type']) };
}

/** The proper name of the member that a string names. */
export function readMemberName(node: Node, family: FamilyName, place: Place, walk: Walk): string | undefined {
  const words = familyWords[family];
  if (node.type !== 'string') {
    walk.report({
      code: 'wrong-type',
      message: `The type of ${place.name} must be the name of a ${words.one}, not ${showValue(getNodeValue(node))}.`,
      path: place.path,
    });
    return undefined;
  }
  const given = node.value as string;
  const member = findMember(walk.families[family], given);
  if (member) return member.name;
  reportUnknownMember(node, family, place, walk);
  return undefined;
}

function readList(
  node: Node,
  kind: Extract<OptionKind, { kind: 'list' }>,
  place: Place,
  walk: Walk,
): unknown[] | undefined {
  if (node.type !== 'array') return refuse(node, kind, place, walk);
  const items = node.children ?? [];
  if (kind.length !== undefined && items.length !== kind.length) {
    walk.report({
      code: 'wrong-length',
      message: `${place.name} must be ${describeKind(kind)}, but has ${items.length}.`,
      path: place.path,
    });
    return undefined;
  }
  const values = items.map((item, index) =>
    readValue(
      item,
      kind.of,
      { path: [...place.path, index], name: `item ${index + 1} of ${place.name}` },
      walk,
    ),
  );
  return values.includes(undefined) ? undefined : values;
}

function readMap(
  node: Node,
  kind: Extract<OptionKind, { kind: 'map' }>,
  place: Place,
  walk: Walk,
): Record<string, unknown> | undefined {
  if (node.type !== 'object') return refuse(node, kind, place, walk);
  const keys = propertiesOf(node).map(([key]) => key);
  const options = Object.fromEntries(keys.map((key) => [key, { ...kind.of, doc: '' }]));
  return readObject(node, options, place, walk);
}

/** Takes the first alternative that the value satisfies; else speaks of the one whose type it has. */
function readAny(node: Node, kind: Extract<OptionKind, { kind: 'any' }>, place: Place, walk: Walk): unknown {
  let fitting: readonly Complaint[] | null = null;
  for (const alternative of kind.of) {
    const complaints: Complaint[] = [];
    const report = (complaint: Complaint) => void complaints.push(complaint);
    const value = readValue(node, alternative, place, { ...walk, report });
    if (complaints.length === 0) return value;
    if (fits(node, alternative)) fitting ??= complaints;
  }
  if (!fitting) return refuse(node, kind, place, walk);
  fitting.forEach(walk.report);
  return undefined;
}

function fits(node: Node, kind: OptionKind): boolean {
  switch (kind.kind) {
    case 'number':
    case 'boolean':
    case 'string':
    case 'object':
      return node.type === kind.kind;
    case 'choice':
      return node.type === 'string';
    case 'list':
      return node.type === 'array';
    case 'map':
      return node.type === 'object';
    case 'member':
      return node.type === 'string' || node.type === 'object';
    case 'any':
      return kind.of.some((alternative) => fits(node, alternative));
  }
}

/** What a key of an object is called: keys of the spec itself need no "of". */
function placeIn(owner: Place, key: string): Place {
  const name = owner.path.length === 0 ? quote(key) : `${quote(key)} of ${owner.name}`;
  return { path: [...owner.path, key], name };
}

function reportMissing(key: string, option: Option, owner: Place, walk: Walk): void {
  if (walk.broken) return;
  walk.report({
    code: 'missing-key',
    message: `${owner.name} needs ${quote(key)}: ${describeKind(option)}.`,
    path: owner.path,
    part: owner.path.length === 1 ? 'key' : 'value',
  });
}
