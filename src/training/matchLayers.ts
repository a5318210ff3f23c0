import type { NamedShape } from './matchWeights.js';

/** A layer of the network by its name and what it learns; no parameters: nothing is known but the name. */
export interface LayerShape {
  readonly name: string;
  readonly parameters: readonly NamedShape[];
}

/** What a file of weights has for the layers of a network. */
export interface LayerMatch {
  /** Layer → places in the file of its tensors; a layer without any is absent. */
  readonly tensors: ReadonlyMap<string, readonly number[]>;
  /** How the beginnings of the file's names are to be renamed so that they are the network's, as `pretrained.rename`. */
  readonly rename: Readonly<Record<string, string>>;
  /** Parameters of the network that have a tensor of their shape once names are so. */
  readonly fitting: number;
}

/** The beginning of names in the file, with the separator: `features.0.`. */
type Prefix = string;

/**
 * Finds the tensors of each layer in a file: by name, also behind a prefix that all share (`module.`), and where no
 * name fits by the shapes of all that a layer learns, in the order of both. A module of the file is of one layer only.
 */
export function matchLayers(layers: readonly LayerShape[], file: readonly NamedShape[]): LayerMatch {
  const prefixes = listPrefixes(file);
  const places = new Map(file.map(({ name }, place) => [name, place]));
  const countFitting = (layer: LayerShape, prefix: Prefix): number =>
    layer.parameters.filter(({ name, shape }) => {
      const place = places.get(prefix + name.slice(layer.name.length + 1));
      return place !== undefined && file[place]!.shape.join() === shape.join();
    }).length;

  const shared = findSharedPrefix(layers, prefixes);
  const found = new Map<string, Prefix>();
  for (const { name } of layers)
    if (prefixes.includes(`${shared}${name}.`)) found.set(name, `${shared}${name}.`);
  const taken = new Set(found.values());
  let after = -1;
  for (const layer of layers) {
    const { name, parameters } = layer;
    if (!found.has(name) && parameters.length > 0) {
      const isFree = (prefix: Prefix): boolean =>
        !taken.has(prefix) && countFitting(layer, prefix) === parameters.length;
      const prefix = prefixes.slice(after + 1).find(isFree) ?? prefixes.find(isFree);
      if (prefix !== undefined) {
        taken.add(prefix);
        found.set(name, prefix);
      }
    }
    if (found.has(name)) after = prefixes.indexOf(found.get(name)!);
  }
  return {
    tensors: new Map(
      [...found].map(([layer, prefix]) => [
        layer,
        file.flatMap(({ name }, place) => (name.startsWith(prefix) ? [place] : [])),
      ]),
    ),
    rename: makeRename(found, shared),
    fitting: layers.reduce((sum, layer) => {
      const prefix = found.get(layer.name);
      return sum + (prefix === undefined ? 0 : countFitting(layer, prefix));
    }, 0),
  };
}

/** Of all modules of the file that hold a tensor or another module. */
function listPrefixes(file: readonly NamedShape[]): Prefix[] {
  const prefixes = new Set<Prefix>();
  for (const { name } of file)
    for (let end = name.indexOf('.'); end >= 0; end = name.indexOf('.', end + 1))
      prefixes.add(name.slice(0, end + 1));
  return [...prefixes];
}

/** What stands before the names of most layers in the file; nothing where they stand as they are. */
function findSharedPrefix(layers: readonly LayerShape[], prefixes: readonly Prefix[]): Prefix {
  const counts = new Map<Prefix, number>();
  for (const { name } of layers) {
    for (const prefix of prefixes) {
      if (prefix !== `${name}.` && !prefix.endsWith(`.${name}.`)) continue;
      const before = prefix.slice(0, -name.length - 1);
      counts.set(before, (counts.get(before) ?? 0) + 1);
    }
  }
  let best = '';
  for (const [prefix, count] of counts) if (count > (counts.get(best) ?? 0)) best = prefix;
  return best;
}

function makeRename(found: ReadonlyMap<string, Prefix>, shared: Prefix): Record<Prefix, string> {
  const rename: Record<Prefix, string> = {};
  const isAsShared = ([name, prefix]: readonly [string, Prefix]): boolean => prefix === `${shared}${name}.`;
  if (shared !== '' && [...found].some(isAsShared)) rename[shared] = '';
  for (const entry of found) if (!isAsShared(entry)) rename[entry[1]] = `${entry[0]}.`;
  return rename;
}
