import { getNodeValue, type Node } from 'jsonc-parser';
import type { OptionKind } from '../engine/option.js';
import { describeKind, quote, showValue } from './describe.js';
import { setFix } from './fixes.js';
import { reportUnknownValue } from './unknownNames.js';
import type { Place, Walk } from './walk.js';

export function readNumber(
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

export function readString(node: Node, kind: OptionKind, place: Place, walk: Walk): string | undefined {
  if (node.type !== 'string') return refuse(node, kind, place, walk);
  const value = node.value as string;
  if (value.trim() !== '') return value;
  walk.report({ code: 'out-of-range', message: `${place.name} is empty. Write a name.`, path: place.path });
  return undefined;
}

export function readChoice(
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

/** Reports a value of the wrong type. */
export function refuse(node: Node, kind: OptionKind, place: Place, walk: Walk): undefined {
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
