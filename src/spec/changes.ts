import { getNodeValue } from 'jsonc-parser';
import { layersInText } from './layersInText.js';
import { parseSpec } from './parse.js';
import { findValue } from './positions.js';
import { renderValue } from './render.js';

type Value = Readonly<Record<string, unknown>>;

/**
 * What differs between two specs, in words for one line: `learningRate 0.01 → 0.001`, `+ dropout 0.2`,
 * `hidden.units 16 → 32`. Comments, layout and the order of keys do not count; nothing where the texts say the same.
 */
export function describeChanges(before: string, after: string): string[] {
  const [old, now] = [read(before), read(after)];
  return [...describeLayers(old.layers, now.layers), ...describeOptions('', old.options, now.options)];
}

interface ReadSpec {
  readonly options: Value;
  readonly layers: ReadonlyMap<string, Value>;
}

function read(text: string): ReadSpec {
  const { positions } = parseSpec(text);
  const { root } = positions;
  const value: unknown = root?.type === 'object' ? getNodeValue(root) : {};
  const { layers: _, $schema: __, ...options } = value as Record<string, unknown>;
  const layers = layersInText(positions).map(({ name, index }): [string, Value] => {
    const node = findValue(positions, ['layers', index]);
    const { name: ___, ...config } = (node ? getNodeValue(node) : {}) as Record<string, unknown>;
    return [name, config];
  });
  return { options, layers: new Map(layers) };
}

function describeLayers(before: ReadSpec['layers'], after: ReadSpec['layers']): string[] {
  const changes: string[] = [];
  for (const [name, config] of after) {
    const old = before.get(name);
    if (!old) changes.push(`+ ${describeLayer(name, config)}`);
    else if (old['type'] !== config['type'])
      changes.push(`${name} ${showValue(old['type'])} → ${showValue(config['type'])}`);
    else changes.push(...describeOptions(`${name}.`, old, config));
  }
  for (const [name, config] of before) if (!after.has(name)) changes.push(`− ${describeLayer(name, config)}`);
  const kept = (from: ReadSpec['layers'], of: ReadSpec['layers']): string =>
    JSON.stringify([...from.keys()].filter((name) => of.has(name)));
  if (kept(before, after) !== kept(after, before)) changes.push('layers in another order');
  return changes;
}

/** `dropout 0.2`, `dense hidden 32`: its type, its name where it has one of its own, and its size. */
function describeLayer(name: string, config: Value): string {
  const type = typeof config['type'] === 'string' ? config['type'] : 'layer';
  const size = Object.entries(config).find(
    ([key, value]) => key !== 'type' && typeof value === 'number',
  )?.[1];
  const own = new RegExp(`^${type}\\d+$`).test(name) ? [] : [name];
  return [type, ...own, ...(size === undefined ? [] : [showValue(size)])].join(' ');
}

function describeOptions(prefix: string, before: Value, after: Value): string[] {
  const keys = [...new Set([...Object.keys(after), ...Object.keys(before)])];
  return keys.flatMap((key) => describeOption(prefix, key, before[key], after[key]));
}

function describeOption(prefix: string, key: string, before: unknown, after: unknown): string[] {
  const name = `${prefix}${key}`;
  if (same(before, after)) return [];
  if (before === undefined) return [`+ ${name}${isObject(after) ? typeOf(after) : ` ${showValue(after)}`}`];
  if (after === undefined) return [`− ${name}`];
  const [old, now] = [asObject(before), asObject(after)];
  if (!old || !now) return [`${name} ${showValue(before)} → ${showValue(after)}`];
  const { type: oldType, ...oldRest } = old;
  const { type: newType, ...newRest } = now;
  const types = oldType === newType ? [] : [`${name} ${showValue(oldType)} → ${showValue(newType)}`];
  // What an optimizer is told stands for itself: `learningRate`, not `optimizer.learningRate`.
  return [...types, ...describeOptions(prefix, oldRest, newRest)];
}

/** A section or a member; a member that is only named counts as one without options. */
function asObject(value: unknown): Value | null {
  if (typeof value === 'string') return { type: value };
  return isObject(value) ? value : null;
}

function isObject(value: unknown): value is Value {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const typeOf = ({ type }: Value): string => (typeof type === 'string' ? ` ${type}` : '');

/** `"adam"` and `{ "type": "adam" }` say the same; keys have no order. */
function same(a: unknown, b: unknown): boolean {
  if (isObject(a) || isObject(b)) {
    const [x, y] = [asObject(a), asObject(b)];
    if (!x || !y) return false;
    const keys = new Set([...Object.keys(x), ...Object.keys(y)]);
    return [...keys].every((key) => same(x[key], y[key]));
  }
  return JSON.stringify(a) === JSON.stringify(b);
}

function showValue(value: unknown): string {
  const text = typeof value === 'string' ? value : renderValue(value);
  return text.length <= 32 ? text : `${text.slice(0, 31)}…`;
}
