import { getNodeValue, type Node } from 'jsonc-parser';
import type { MemberConfig } from '../engine/config.js';
import type { FamilyName, Option, OptionKind, Options } from '../engine/option.js';
import { describeKind, joinWords, quote, showValue } from './describe.js';
import { findMember } from '../engine/member.js';
import { familyWords, memberNames, type Families } from './families.js';
import { findNearest } from './nearest.js';
import type { Complaint, Report } from './report.js';
import type { Fix, SpecEdit, SpecPath } from './spec.js';

/** What a walk over the tree carries along. */
export interface Walk {
  readonly families: Families;
  readonly report: Report;
  /** The text has syntax errors: what seems to be missing may only be unreadable. */
  readonly broken: boolean;
}

/** A value on its way through the tables: where it stands and what it is called in messages. */
interface Place {
  readonly path: SpecPath;
  /** `"units" of dense "hidden"` */
  readonly name: string;
}

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
  for (const [key, keyNode, valueNode] of propertiesOf(node)) {
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
    if (!option) reportUnknownKey(key, keyNode, node, [...besides, ...Object.keys(options)], owner, walk);
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
  reportUnknownValue(
    node,
    `There is no ${words.one} ${quote(given)}`,
    memberNames(walk.families[family]),
    place,
    walk,
  );
  return undefined;
}

/** What a key of an object is called: keys of the spec itself need no "of". */
function placeIn(owner: Place, key: string): Place {
  const name = owner.path.length === 0 ? quote(key) : `${quote(key)} of ${owner.name}`;
  return { path: [...owner.path, key], name };
}

/** The default of an option, as reading it would give it. */
export function fillDefault(option: Option, families: Families): unknown {
  return fill(option, option.default, families);
}

function fillDefaults(options: Options, families: Families): Record<string, unknown> {
  const filled = Object.entries(options).map(
    ([key, option]) => [key, fillDefault(option, families)] as const,
  );
  return Object.fromEntries(filled.filter(([, value]) => value !== undefined));
}

function fill(kind: OptionKind, value: unknown, families: Families): unknown {
  if (kind.kind === 'member' && typeof value === 'string') {
    const member = findMember(families[kind.family], value);
    return member && { type: member.name, ...fillDefaults(member.options, families) };
  }
  if (kind.kind === 'object' && value !== undefined)
    return { ...fillDefaults(kind.options, families), ...(value as object) };
  return value;
}

/** Properties in order; a key without a value (half-typed) has none. */
export function propertiesOf(node: Node): [key: string, keyNode: Node, valueNode: Node | undefined][] {
  return (node.children ?? []).flatMap((property) => {
    const [key, value] = property.children ?? [];
    return key ? [[key.value as string, key, value] as [string, Node, Node | undefined]] : [];
  });
}

/** The value of a key, or undefined. */
export function findProperty(node: Node, name: string): Node | undefined {
  return propertiesOf(node).find(([key]) => key === name)?.[2];
}

function readNumber(
  node: Node,
  kind: Extract<OptionKind, { kind: 'number' }>,
  place: Place,
  walk: Walk,
): number | undefined {
  if (node.type !== 'number') return refuse(node, kind, place, walk);
  const value = node.value as number;
  const nearest = nearestAllowed(value, kind);
  if (nearest === value) return value;
  walk.report({
    code: 'out-of-range',
    message: `${place.name} must be ${describeKind(kind)}, not ${Number.isFinite(value) ? value : 'more than a number can hold'}.`,
    path: place.path,
    ...(nearest === null ? {} : { fixes: [setFix(place.path, nearest)] }),
  });
  return undefined;
}

/** The value itself where it is allowed, else the nearest that is; null where an open bound has none. */
function nearestAllowed(value: number, kind: Extract<OptionKind, { kind: 'number' }>): number | null {
  const { integer = false, minimum, maximum, above, below } = kind;
  if (!Number.isFinite(value)) return maximum ?? null;
  if (above !== undefined && value <= above) return integer ? Math.floor(above) + 1 : null;
  if (below !== undefined && value >= below) return integer ? Math.ceil(below) - 1 : null;
  let nearest = integer ? Math.round(value) : value;
  if (minimum !== undefined) nearest = Math.max(minimum, nearest);
  if (maximum !== undefined) nearest = Math.min(maximum, nearest);
  return nearest;
}

function readString(node: Node, kind: OptionKind, place: Place, walk: Walk): string | undefined {
  if (node.type !== 'string') return refuse(node, kind, place, walk);
  const value = node.value as string;
  if (value.trim() !== '') return value;
  walk.report({ code: 'out-of-range', message: `${place.name} is empty. Write a name.`, path: place.path });
  return undefined;
}

function readChoice(
  node: Node,
  kind: Extract<OptionKind, { kind: 'choice' }>,
  place: Place,
  walk: Walk,
): string | undefined {
  if (node.type !== 'string') return refuse(node, kind, place, walk);
  const value = node.value as string;
  if (kind.values.includes(value)) return value;
  reportUnknownValue(node, `${place.name} cannot be ${quote(value)}`, kind.values, place, walk);
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

function refuse(node: Node, kind: OptionKind, place: Place, walk: Walk): undefined {
  const value: unknown = getNodeValue(node);
  const coerced = coerce(value, kind);
  walk.report({
    code: 'wrong-type',
    message: `${place.name} must be ${describeKind(kind)}, not ${showValue(value)}.`,
    path: place.path,
    ...(coerced === undefined ? {} : { fixes: [setFix(place.path, coerced)] }),
  });
  return undefined;
}

/** What a value of the wrong type was most likely meant to be: `"32"` a number, one item a list of one. */
function coerce(value: unknown, kind: OptionKind): unknown {
  switch (kind.kind) {
    case 'number': {
      const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : NaN;
      return nearestAllowed(number, kind) === number ? number : undefined;
    }
    case 'boolean':
      if (value === 'true' || value === 1) return true;
      return value === 'false' || value === 0 ? false : undefined;
    case 'list':
      return kind.of.kind === 'string' && typeof value === 'string' ? [value] : undefined;
    case 'any':
      return kind.of.map((alternative) => coerce(value, alternative)).find((found) => found !== undefined);
    default:
      return undefined;
  }
}

function reportUnknownKey(
  key: string,
  keyNode: Node,
  object: Node,
  known: readonly string[],
  owner: Place,
  walk: Walk,
): void {
  const present = propertiesOf(object).map(([name]) => name);
  const free = known.filter((name) => !present.includes(name));
  const nearest = findNearest(key, free);
  const path = [...owner.path, key];
  const remove: Fix = { title: `Remove ${quote(key)}`, edits: [{ op: 'remove', path }] };
  walk.report({
    code: 'unknown-key',
    message: `${quote(key)} is not an option of ${owner.name}. ${suggest(nearest, known)}`,
    path,
    node: keyNode,
    fixes: nearest === null ? [remove] : [renameFix(path, nearest), remove],
  });
}

function reportUnknownValue(
  node: Node,
  message: string,
  known: readonly string[],
  place: Place,
  walk: Walk,
): void {
  const nearest = findNearest(node.value as string, known);
  walk.report({
    code: 'unknown-value',
    message: `${message}. ${suggest(nearest, known)}`,
    path: place.path,
    ...(nearest === null ? {} : { fixes: [setFix(place.path, nearest)] }),
  });
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

function suggest(nearest: string | null, known: readonly string[]): string {
  return nearest === null ? `Known are ${listNames(known)}.` : `Did you mean ${quote(nearest)}?`;
}

function listNames(names: readonly string[]): string {
  return names.length === 0 ? 'none' : joinWords(names.map(quote), 'and');
}

function renameFix(path: SpecPath, name: string): Fix {
  return { title: `Rename to ${quote(name)}`, preferred: true, edits: [{ op: 'rename', path, value: name }] };
}

export function setFix(path: SpecPath, value: unknown): Fix {
  const edit: SpecEdit = { op: 'set', path, value };
  return { title: `Change to ${showValue(value)}`, preferred: true, edits: [edit] };
}
