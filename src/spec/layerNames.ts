import type { LayerConfig, MemberConfig } from '../engine/config.js';
import { quote } from './describe.js';
import type { Report } from './report.js';
import { setFix } from './fixes.js';

/**
 * Gives every layer its name: the one written, or its type and a running number (`dense1`) that passes over
 * names that are taken. Reports names that are taken twice, reserved, or hold dots or slashes.
 */
export function nameLayers(layers: readonly (MemberConfig | null)[], report: Report): (LayerConfig | null)[] {
  const owners = new Map<string, number>();
  layers.forEach((layer, index) => {
    if (typeof layer?.name !== 'string') return;
    const path = ['layers', index, 'name'];
    const first = owners.get(layer.name);
    if (first === undefined) owners.set(layer.name, index);
    if (layer.name === 'input')
      report({
        code: 'invalid-name',
        message: 'A layer cannot be called "input": that is the data. Take another name.',
        path,
      });
    else if (/[./\\*]/.test(layer.name)) {
      const allowed = layer.name.replace(/[./\\*]+/g, '_');
      report({
        code: 'invalid-name',
        message: `The layer name ${quote(layer.name)} holds a dot, a slash or a star, which part the names of weights. Write ${quote(allowed)}.`,
        path,
        fixes: [setFix(path, allowed)],
      });
    } else if (first !== undefined)
      report({
        code: 'duplicate-name',
        message: `Two layers are called ${quote(layer.name)}: layer ${first + 1} and this one. Rename one of them.`,
        path,
        fixes: [setFix(path, freeName(layer.name, layers))],
      });
  });
  const counts = new Map<string, number>();
  return layers.map((layer, index) => {
    if (!layer) return null;
    if (typeof layer.name === 'string') return { ...layer, name: layer.name, index };
    let number = counts.get(layer.type) ?? 0;
    do number++;
    while (owners.has(`${layer.type}${number}`));
    counts.set(layer.type, number);
    return { ...layer, name: `${layer.type}${number}`, index };
  });
}

function freeName(name: string, layers: readonly (MemberConfig | null)[]): string {
  const taken = new Set(layers.map((layer) => layer?.name));
  const stem = name.replace(/\d+$/, '');
  let number = 2;
  while (taken.has(`${stem}${number}`)) number++;
  return `${stem}${number}`;
}
