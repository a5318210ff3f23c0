import type { Node } from 'jsonc-parser';
import { joinWords, quote } from './describe.js';
import { removeFix, renameFix, setFix } from './fixes.js';
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

/** Says that a value is none of those known, and which one was most likely meant; `aliases` are not listed. */
export function reportUnknownValue(
  node: Node,
  message: string,
  known: readonly string[],
  place: Place,
  walk: Walk,
  aliases: readonly string[] = [],
): void {
  const nearest = findNearest(node.value as string, [...known, ...aliases]);
  walk.report({
    code: 'unknown-value',
    message: `${message}. ${suggest(nearest, known)}`,
    path: place.path,
    ...(nearest === null ? {} : { fixes: [setFix(place.path, nearest)] }),
  });
}

function suggest(nearest: string | null, known: readonly string[]): string {
  return nearest === null ? `Known are ${listNames(known)}.` : `Did you mean ${quote(nearest)}?`;
}

export function listNames(names: readonly string[]): string {
  return names.length === 0 ? 'none' : joinWords(names.map(quote), 'and');
}
