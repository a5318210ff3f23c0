import { getNodeValue } from 'jsonc-parser';
import { layersInText } from './layersInText.js';
import { parseSpec } from './parse.js';
import { findValue } from './positions.js';
import { renderValue } from './render.js';

/**
 * All options of a spec by name, as text: `optimizer` is `adam`, `optimizer.learningRate` `0.001`, `hidden.units`
 * `16`. Of a sound spec with every default filled in, so that two that mean the same say the same; of another one
 * what stands there.
 */
export function listOptions(text: string): ReadonlyMap<string, string> {
  const { spec, positions } = parseSpec(text);
  const { root } = positions;
  const written: unknown = root?.type === 'object' ? getNodeValue(root) : {};
  const {
    layers: _,
    $schema: __,
    ...sections
  } = { ...(spec ?? (written as Record<string, unknown>)) } as Record<string, unknown>;
  const layers = layersInText(positions).map(({ name, index }) => {
    const node = findValue(positions, ['layers', index]);
    const config: unknown = spec?.layers[index] ?? (node && getNodeValue(node));
    return { name, config };
  });
  const options = new Map<string, string>();
  if (layers.length > 0) options.set('layers', layers.map(({ name }) => name).join(', '));
  for (const { name, config } of layers) addOption(options, name, withoutNames(config));
  for (const [name, value] of Object.entries(sections)) addOption(options, name, value);
  return options;
}

/** One option over several specs. */
export interface OptionRow {
  readonly name: string;
  /** One a spec, in their order; null where it has none. */
  readonly values: readonly (string | null)[];
}

/** The options of several specs beside each other, in the order in which they are met. */
export function lineUpOptions(specs: readonly ReadonlyMap<string, string>[]): OptionRow[] {
  const names = new Set(specs.flatMap((options) => [...options.keys()]));
  return [...names].map((name) => ({ name, values: specs.map((options) => options.get(name) ?? null) }));
}

/** What a layer is called stands before its options already. */
function withoutNames(config: unknown): unknown {
  if (!isObject(config)) return config;
  const { name: _, index: __, ...rest } = config;
  return rest;
}

function addOption(options: Map<string, string>, name: string, value: unknown): void {
  if (value === undefined || value === null) return;
  if (!isObject(value)) {
    options.set(name, typeof value === 'string' ? value : renderValue(value));
    return;
  }
  const { type, ...rest } = value;
  if (type !== undefined) addOption(options, name, type);
  for (const [key, item] of Object.entries(rest)) addOption(options, `${name}.${key}`, item);
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
