import { quote } from '../describe.js';
import type { Draft } from '../draft.js';
import { findNearest } from '../../data/nearest.js';
import type { Report } from '../report.js';
import { setFix } from '../fixes.js';

/** The data, as `from` calls it. */
const dataName = 'input';

/** `from` must name layers that stand before. */
export function checkConnections({ layers, isGiven }: Draft, report: Report): void {
  for (const layer of layers) {
    if (!layer) continue;
    const from = layer.from as string | readonly string[] | undefined;
    const names = from === undefined ? [] : typeof from === 'string' ? [from] : from;
    if (names.length === 0) continue;
    const earlier = layers.slice(0, layer.index).flatMap((other) => (other ? [other.name] : []));
    names.forEach((name, position) => {
      if (name === dataName || earlier.includes(name)) return;
      const item = ['layers', layer.index, 'from', position];
      const path = isGiven(item) ? item : item.slice(0, 3);
      const stands = layers.some((other) => other?.name === name);
      // A layer that could not be read may be the one that is meant.
      if (!stands && layers.slice(0, layer.index).includes(null)) return;
      const nearest = stands ? null : findNearest(name, [...earlier, dataName]);
      const known = [dataName, ...earlier].map(quote).join(', ');
      const hint = nearest === null ? `It can name ${known}.` : `Did you mean ${quote(nearest)}?`;
      const reason =
        name === layer.name
          ? `Layer ${quote(layer.name)} cannot read itself.`
          : stands
            ? `Layer ${quote(name)} stands after ${quote(layer.name)}, which reads it. Layers run in order: move it up.`
            : `There is no layer ${quote(name)} before ${quote(layer.name)}.`;
      report({
        code: stands ? 'later-layer' : 'unknown-layer',
        message: stands && name !== layer.name ? reason : `${reason} ${hint}`,
        path,
        fixes: nearest === null ? [] : [setFix(path, nearest)],
      });
    });
  }
}
