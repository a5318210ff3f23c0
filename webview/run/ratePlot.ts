import { formatCount, formatScientific } from '../../src/display/numbers.js';
import type { Curve } from '../chart/decimate.js';
import { GrowingArray } from '../chart/growingArray.js';
import { Line } from '../chart/line.js';
import { extent, GrowingRange, linearRange, union } from '../chart/range.js';
import { drawDot } from '../chart/rule.js';
import type { Panel } from './panel.js';
import { Plot } from '../chart/plot.js';
import { epochAxis, valueAxis } from '../chart/timeAxis.js';
import { element } from '../parts/element.js';

/** The learning rate by step, and dotted what is planned for the epochs to come. */
export function createRatePlot(panel: Panel): Plot {
  const { model } = panel;
  const past = new Line(model.learningRate);
  const stride = model.run.plannedEpochs / Math.max(1, model.plannedRates.length);
  const planned = new Line(plannedCurve(model.plannedRates, stride));
  const axis = new GrowingRange();
  const plot = new Plot(
    panel,
    {
      id: 'rate',
      title: 'Learning rate',
      // A sample moves the line's end by less than can be seen, unless it is another rate.
      shows: () => [
        model.learningRate.y.last(),
        Math.floor((1000 * model.stepX.last()) / model.shownEpochs),
        model.shownEpochs,
        model.live,
      ],
      label: () => `Learning rate over epochs, now ${formatScientific(model.learningRate.y.last())}`,
      table: () => ({
        head: ['Epoch', 'Learning rate'],
        count: model.epochs.length,
        row: (index) => {
          const epoch = model.epochs[model.epochs.length - 1 - index]!;
          return [formatCount(epoch.epoch), formatScientific(epoch.learningRate, 3)];
        },
      }),
    },
    () => {
      const rates = union(extent(model.learningRate.y.view()), extent(model.plannedRates));
      const range = axis.include(rates, ({ max }) => linearRange({ min: 0, max: max || 1 })) ?? {
        min: 0,
        max: 1,
      };
      return {
        x: epochAxis(panel.time.shown, 0),
        y: valueAxis(range),
        draw: (surface) => {
          if (model.live)
            planned.draw(surface, { color: surface.colors.muted, width: 1, dash: [2, 3], stepped: true });
          past.draw(surface, { color: surface.colors.fg, width: 1.5, stepped: true });
          const rate = model.learningRate.y.last();
          if (Number.isFinite(rate)) drawDot(surface, model.stepX.last(), rate, surface.colors.fg);
        },
      };
    },
  );
  plot.figure.setUnit(model.summary.schedule);
  panel.time.link(plot.figure, plot.plane);
  panel.crosshair.link(plot.figure, plot.plane, (x) => {
    const at = model.stepX.nearest(x);
    const beyond = x > model.stepX.last() || at < 0;
    const rate = beyond ? (model.plannedRates[Math.floor(x / stride)] ?? NaN) : model.learningRate.y.at(at);
    return [element('span', {}, formatScientific(rate))];
  });
  return plot;
}

/** Each rate holds for `stride` epochs. */
function plannedCurve(rates: readonly number[], stride: number): Curve {
  const x = new GrowingArray();
  rates.forEach((_, index) => x.push(index * stride));
  const y = GrowingArray.from(rates);
  if (rates.length > 0) {
    x.push(rates.length * stride);
    y.push(y.last());
  }
  return { x, y };
}
