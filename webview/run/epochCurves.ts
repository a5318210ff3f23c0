import { formatCount } from '../../src/display/numbers.js';
import type { EndLabel } from '../chart/ends.js';
import type { Curve } from '../chart/decimate.js';
import { indicesWithin } from '../chart/timeWindow.js';
import type { Table } from '../chart/table.js';
import { element } from '../parts/element.js';
import type { Colors } from '../theme/colors.js';
import type { Pair, RunModel } from './model.js';

/** Training and validation by epoch as a table, the newest epoch first. */
export function epochTable(model: RunModel, pair: Pair, format: (value: number) => string): Table {
  const columns = model.hasValidation ? [pair.training, pair.validation] : [pair.training];
  return {
    head: ['Epoch', 'Training', 'Validation'].slice(0, columns.length + 1),
    count: model.epochs.length,
    row: (index) => {
      const at = model.epochs.length - 1 - index;
      return [formatCount(model.epochs[at]!.epoch), ...columns.map((curve) => format(curve.y.at(at)))];
    },
  };
}

/** What the crosshair reads at `x`: the nearest epoch and its values. */
export function epochReading(
  model: RunModel,
  pair: Pair,
  x: number,
  format: (value: number) => string,
  withEpoch: boolean,
): Node[] {
  const at = pair.training.x.nearest(x);
  if (at < 0) return [];
  const reading: Node[] = withEpoch
    ? [element('span', { class: 'muted' }, `epoch ${formatCount(model.epochs[at]!.epoch)}`)]
    : [];
  reading.push(keyed('training', format(pair.training.y.at(at))));
  if (model.hasValidation) reading.push(keyed('validation', format(pair.validation.y.at(at))));
  return reading;
}

const keyed = (series: 'training' | 'validation', text: string): HTMLElement =>
  element('span', {}, element('span', { class: `key ${series}` }), text);

/** The words at the ends of both lines, in sight up to an epoch: names, or how their last values are written. */
export function lineEnds(
  pair: Pair,
  colors: Colors,
  words: readonly [string, string] | ((value: number) => string),
  shownTo: number,
): EndLabel[] {
  const end = (curve: Curve, series: 0 | 1, color: string): EndLabel => {
    let index = Math.min(curve.y.length, indicesWithin(curve.x, { from: 0, to: shownTo })[1]) - 1;
    while (index >= 0 && !Number.isFinite(curve.y.at(index))) index--;
    const y = curve.y.at(index);
    const text = typeof words === 'function' ? words(y) : words[series];
    return { x: curve.x.at(index), y, text, color, bold: true };
  };
  return [end(pair.training, 0, colors.train), end(pair.validation, 1, colors.validation)];
}

/** What a screen reader says of a picture of both curves. */
export function epochLabel(
  model: RunModel,
  title: string,
  pair: Pair,
  format: (value: number) => string,
): string {
  const validation = model.hasValidation ? `, validation ${format(pair.validation.y.last())}` : '';
  const over = `over ${model.epochs.at(-1)?.epoch ?? 0} of ${model.plannedEpochs} epochs`;
  return `${title} ${over}, training ${format(pair.training.y.last())}${validation}`;
}
