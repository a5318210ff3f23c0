import type { Network } from '../engine/network.js';
import type { PretrainedSection } from '../spec/spec.js';

/** A tensor of the file by what its header says. */
export interface NamedShape {
  readonly name: string;
  readonly shape: readonly number[];
}

export interface WeightProblem {
  readonly severity: 'error' | 'warning';
  readonly code: 'pretrained-missing' | 'pretrained-shape' | 'pretrained-rename' | 'pretrained-head';
  readonly message: string;
  readonly path: readonly (string | number)[];
}

export interface WeightMatch {
  /** Name in the network → name in the file. */
  readonly sources: ReadonlyMap<string, string>;
  readonly problems: readonly WeightProblem[];
}

/**
 * Which tensor of a weights file goes where. `rename` replaces the beginnings of the file's names, the longest
 * first. The last layer with weights is the head: if its number of outputs differs it is left as initialised,
 * with a warning, which is what transfer learning wants. Any other shape that differs is an error, and so is a
 * frozen tensor that is missing, since it would stay random for ever.
 */
export function matchWeights(
  file: readonly NamedShape[],
  network: Network,
  section: PretrainedSection,
): WeightMatch {
  const problems: WeightProblem[] = [];
  const weightsPath = ['pretrained', 'weights'];
  const found = renameAll(file, section.rename, problems);
  const head = network.layers.findLast((layer) => layer.parameters.length > 0);
  const headDiffers = (head?.parameters ?? []).some(({ name, shape }) => {
    const source = found.get(name);
    return source && source.shape[0] !== shape[0];
  });

  const sources = new Map<string, string>();
  const missing: string[] = [];
  for (const layer of network.layers) {
    const wanted = [
      ...layer.parameters.map(({ name, shape, trainable }) => ({ name, shape, frozen: !trainable })),
      ...layer.state.map(({ name, shape }) => ({ name, shape, frozen: !layer.trainable })),
    ];
    for (const { name, shape, frozen } of wanted) {
      const source = found.get(name);
      if (source && sameShape(source.shape, shape)) {
        sources.set(name, source.name);
      } else if (layer === head && headDiffers && !frozen) {
        problems.push({
          severity: 'warning',
          code: 'pretrained-head',
          path: weightsPath,
          message: source
            ? `"${name}" has shape ${show(shape)} here and ${show(source.shape)} in the weights file: the head is left as initialised.`
            : `"${name}" is not in the weights file: the head is left as initialised.`,
        });
      } else if (source) {
        problems.push({
          severity: 'error',
          code: 'pretrained-shape',
          path: weightsPath,
          message: `"${name}" has shape ${show(shape)} here and ${show(source.shape)} in the weights file ("${source.name}"). Change the layer's size, or rename the tensor away.`,
        });
      } else if (frozen) {
        problems.push({
          severity: 'error',
          code: 'pretrained-missing',
          path: weightsPath,
          message: `"${name}" is frozen but not in the weights file. Add a "rename" that leads to it, or do not freeze it.`,
        });
      } else {
        missing.push(name);
      }
    }
  }
  if (sources.size === 0 && problems.every(({ severity }) => severity === 'warning')) {
    problems.push({
      severity: 'error',
      code: 'pretrained-missing',
      path: weightsPath,
      message: `No tensor of the weights file is of this network; it holds ${list(file.map(({ name }) => name))}. Add a "rename".`,
    });
  } else if (missing.length > 0) {
    problems.push({
      severity: 'warning',
      code: 'pretrained-missing',
      path: weightsPath,
      message: `Not in the weights file, left as initialised: ${list(missing)}.`,
    });
  }
  return { sources, problems };
}

/** New name → tensor. */
function renameAll(
  file: readonly NamedShape[],
  rename: Readonly<Record<string, string>>,
  problems: WeightProblem[],
): Map<string, NamedShape> {
  const prefixes = Object.keys(rename).sort((a, b) => b.length - a.length);
  for (const prefix of prefixes) {
    if (file.some(({ name }) => name.startsWith(prefix))) continue;
    problems.push({
      severity: 'warning',
      code: 'pretrained-rename',
      path: ['pretrained', 'rename', prefix],
      message: `No tensor of the weights file starts with "${prefix}"; it holds ${list(file.map(({ name }) => name))}.`,
    });
  }
  return new Map(
    file.map((tensor) => {
      const prefix = prefixes.find((one) => tensor.name.startsWith(one));
      const name = prefix === undefined ? tensor.name : rename[prefix]! + tensor.name.slice(prefix.length);
      return [name, tensor];
    }),
  );
}

function sameShape(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((size, axis) => size === b[axis]);
}

function show(shape: readonly number[]): string {
  return `[${shape.join(', ')}]`;
}

function list(names: readonly string[]): string {
  const shown = names.slice(0, 6).map((name) => `"${name}"`);
  return names.length > 6 ? `${shown.join(', ')} and ${names.length - 6} more` : shown.join(', ');
}
