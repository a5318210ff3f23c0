import type { Node } from 'jsonc-parser';
import { joinWords, quote } from './describe.js';
import { familyWords, memberNames } from './families.js';
import { removeFix, renameFix, setFix } from './fixes.js';
import type { FamilyName } from '../engine/option.js';
import { findNearest } from '../data/nearest.js';
import type { Place, Walk } from './walk.js';

/** Says that a key is not known, and which one of those that are not `present` was most likely meant. */
export function reportUnknownKey(
  key: string,
  keyNode: Node,
  present: ReadonlySet<string>,
  known: readonly string[],
  owner: Place,
  walk: Walk,
): void {
  const free = known.filter((name) => !present.has(name));
  const nearest = findNearest(key, free);
  const path = [...owner.path, key];
  const remove = { ...removeFix(path), preferred: false };
  walk.report({
    code: 'unknown-key',
    message: `${quote(key)} is not an option of ${owner.name}. ${suggest(nearest, known)}`,
    path,
    node: keyNode,
    fixes: nearest === null ? [remove] : [renameFix(path, nearest), remove],
  });
}

/** Says that a value is none of those known, and which one was most likely meant. */
export function reportUnknownValue(
  node: Node,
  message: string,
  known: readonly string[],
  place: Place,
  walk: Walk,
  nearest = findNearest(node.value as string, known),
): void {
  walk.report({
    code: 'unknown-value',
    message: `${message}. ${suggest(nearest, known)}`,
    path: place.path,
    ...(nearest === null ? {} : { fixes: [setFix(place.path, nearest)] }),
  });
}

/**
 * Says that no member of the family goes by this name, and which one was meant: one that other libraries call so, one
 * that takes such a name (`"relu"` is no layer type, but the function of an activation), or one of a name like it.
 */
export function reportUnknownMember(node: Node, family: FamilyName, place: Place, walk: Walk): void {
  const given = node.value as string;
  const members = walk.families[family];
  const isGiven = (name: string): boolean => name.toLowerCase() === given.toLowerCase();
  const meant = members.find(({ synonyms }) => synonyms?.some(isGiven))?.name ?? null;
  if (meant === null && reportWrapped(isGiven, given, family, place, walk)) return;
  reportUnknownValue(
    node,
    `There is no ${familyWords[family].one} ${quote(given)}`,
    members.map(({ name }) => name),
    place,
    walk,
    meant ?? findNearest(given, memberNames(members)),
  );
}

/** Says that a member takes the name as its one required option; returns false where none does. */
function reportWrapped(
  isGiven: (name: string) => boolean,
  given: string,
  family: FamilyName,
  place: Place,
  walk: Walk,
): boolean {
  if (place.path.at(-1) !== 'type') return false;
  for (const { name, options } of walk.families[family]) {
    const [[key, option] = [], ...others] = Object.entries(options).filter(([, { required }]) => required);
    if (key === undefined || option?.kind !== 'member' || others.length > 0) continue;
    const inside = walk.families[option.family].find((member) => isGiven(member.name))?.name;
    if (inside === undefined) continue;
    const words = `"type": ${quote(name)}, ${quote(key)}: ${quote(inside)}`;
    const edits = [
      { op: 'set', path: place.path, value: name },
      { op: 'set', path: [...place.path.slice(0, -1), key], value: inside },
    ] as const;
    walk.report({
      code: 'unknown-value',
      message: `${quote(given)} is no ${familyWords[family].one}, but one of the ${familyWords[option.family].many}: write ${words}.`,
      path: place.path,
      fixes: [{ title: `Change to ${words}`, preferred: true, edits }],
    });
    return true;
  }
  return false;
}

function suggest(nearest: string | null, known: readonly string[]): string {
  return nearest === null ? `Known are ${listNames(known)}.` : `Did you mean ${quote(nearest)}?`;
}

export function listNames(names: readonly string[]): string {
  return names.length === 0 ? 'none' : joinWords(names.map(quote), 'and');
}
