import type { ModelTensor } from '../format.js';
import { FormatError } from '../formatError.js';
import type { PickleGlobal } from '../pickle/values.js';
import { PickleCall, PickleDict, PickleList, type PickleValue } from '../pickle/values.js';
import { isKnownGlobal } from './globals.js';
import { findTensorCall, rebuildTensor } from './rebuild.js';
import type { DeclaredTensors } from './torchScript.js';
import type { Container } from './zipContainer.js';

const deepest = 500;
const mostTensors = 2 ** 20;
const dictionaries = new Set(['collections.OrderedDict', 'builtins.dict', '__builtin__.dict']);
/** Attributes of a module whose content belongs to the module itself, as in its state dict. */
const ownAttributes = new Set(['_parameters', '_buffers', '_modules']);

/**
 * The tensors in what a pickle describes, named by their path: keys of dictionaries, places in lists, attributes
 * of objects, with a module's parameters, buffers and children named as in its `state_dict()`. Throws a
 * FormatError where it is nested too deep.
 */
export function collectTensors(
  root: PickleValue,
  { findStorage, declared }: Pick<Container, 'findStorage' | 'declared'>,
): ModelTensor[] {
  const tensors: ModelTensor[] = [];
  const onPath = new Set<object>();
  /** What holds no tensor need not be looked through again, however often it is referred to. */
  const barren = new Set<object>();

  const visit = (value: PickleValue, name: string | null, depth: number): void => {
    if (typeof value !== 'object' || value === null) return;
    const call = findTensorCall(value);
    if (call) {
      if (tensors.length === mostTensors) {
        throw new FormatError(`the file names more than ${mostTensors} tensors`, call.byteOffset);
      }
      tensors.push(rebuildTensor(name ?? '', call, findStorage));
      return;
    }
    if (onPath.has(value) || barren.has(value)) return;
    if (depth > deepest) throw new FormatError(`the pickle is nested more than ${deepest} deep`, 0);
    const before = tensors.length;
    onPath.add(value);
    for (const [key, child] of childrenOf(value, declared)) {
      visit(child, key === null ? name : name === null ? key : `${name}.${key}`, depth + 1);
    }
    onPath.delete(value);
    if (tensors.length === before) barren.add(value);
  };
  visit(root, null, 0);
  return tensors;
}

/** What stands in a value, with its part of the name; null for what takes the name of its owner. */
function* childrenOf(
  value: PickleValue,
  declared: DeclaredTensors,
): Generator<readonly [string | null, PickleValue]> {
  if (value instanceof PickleList) yield* numbered(value.items);
  else if (value instanceof PickleDict) yield* lastOfEach(value.entries);
  else if (value instanceof PickleCall) {
    const pairs = readPairs(value);
    if (pairs) yield* lastOfEach([...pairs, ...value.entries]);
    else {
      for (const arg of value.args) yield [null, arg];
      yield* numbered(value.items);
      yield* lastOfEach(value.entries);
    }
    const own = declared.get(value.name);
    if (value.state instanceof PickleDict) {
      for (const [key, child] of lastOfEach(value.state.entries)) {
        if (own && !own.has(key) && findTensorCall(child)) continue;
        yield [ownAttributes.has(key) ? null : key, child];
      }
    } else if (value.state !== null) yield [null, value.state];
  }
}

/** Old files make a dictionary of a list of pairs. */
function readPairs(call: PickleCall): [PickleValue, PickleValue][] | undefined {
  const [list] = call.args;
  if (!dictionaries.has(call.name) || !(list instanceof PickleList)) return undefined;
  const pairs = list.items.map((pair) => (pair instanceof PickleList ? pair.items : []));
  return pairs.every((pair) => pair.length === 2) ? (pairs as [PickleValue, PickleValue][]) : undefined;
}

function* numbered(items: readonly PickleValue[]): Generator<readonly [string, PickleValue]> {
  for (let i = 0; i < items.length; i++) yield [String(i), items[i]!];
}

/** Of a key that stands twice, the last value, at the first place. */
function lastOfEach(entries: readonly (readonly [PickleValue, PickleValue])[]): Map<string, PickleValue> {
  const byKey = new Map<string, PickleValue>();
  for (const [key, value] of entries) {
    if (typeof key !== 'object' || key === null) byKey.set(String(key), value);
  }
  return byKey;
}

/** Plain values at the top of a checkpoint, such as its epoch. */
export function collectMetadata(root: PickleValue): Record<string, string> {
  const entries = root instanceof PickleDict || root instanceof PickleCall ? lastOfEach(root.entries) : [];
  return Object.fromEntries(
    [...entries]
      .filter(([, value]) => ['string', 'number', 'bigint', 'boolean'].includes(typeof value))
      .slice(0, 200)
      .map(([key, value]) => [key, String(value as string | number).slice(0, 1000)]),
  );
}

/** What the pickle asks for beyond the known and harmless: a sentence each. */
export function describeGlobals(globals: ReadonlyMap<string, PickleGlobal>): string[] {
  return listRefused(globals).map(
    (name) => `the file asks Python for ${name}: refused, nothing that a file names is ever looked up or run`,
  );
}

/** Full names of the globals that are not on the allow-list. */
export function listRefused(globals: ReadonlyMap<string, PickleGlobal>): string[] {
  return [...globals.keys()].filter((name) => !isKnownGlobal(name));
}
