import { formatScientific } from '../../src/display/numbers.js';
import type { Table } from '../chart/table.js';
import type { Colors } from '../theme/colors.js';
import { findingOn, healthyBand, placeOf, type Quantity } from './layers.js';
import type { RunModel } from './model.js';

const tones = new WeakMap<Colors, string[]>();

/** A colour for each layer by its depth: the input the lightest stop, the output the darkest. */
export function layerTones(count: number, colors: Colors): readonly string[] {
  const known = tones.get(colors);
  if (known?.length === count) return known;
  const made = Array.from({ length: count }, (_, index) =>
    colors.ordered(1 - index / Math.max(1, count - 1)),
  );
  tones.set(colors, made);
  return made;
}

const places = { below: 'below the band', inside: 'healthy', above: 'above the band', unknown: '–' } as const;

/** Every layer's norm now, against the output layer's, input first; with `start`, what it was at first too. */
export function layerTable(model: RunModel, quantity: Quantity, start: boolean): Table {
  const band = healthyBand(model.layers, quantity);
  const output = model.layers.at(-1)?.[quantity].now ?? NaN;
  return {
    head: ['Layer', ...(start ? ['Start'] : []), 'Now', 'Of output', 'Health'],
    count: model.layers.length,
    row: (index) => {
      const layer = model.layers[index]!;
      const { first, now } = layer[quantity];
      return [
        layer.name,
        ...(start ? [formatScientific(first)] : []),
        formatScientific(now),
        formatScientific(now / output),
        [places[placeOf(now, band)], findingOn(layer.name, model.findings)].filter(Boolean).join(', '),
      ];
    },
  };
}
