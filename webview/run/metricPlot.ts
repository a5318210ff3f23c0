import { formatPercent } from '../../src/display/numbers.js';
import type { Curve } from '../chart/decimate.js';
import { valuesWithin, type TimeWindow } from '../chart/timeWindow.js';
import { drawEnds, labelRoom } from '../chart/ends.js';
import { Line } from '../chart/line.js';
import { extent, GrowingRange, linearRange, union, type Range } from '../chart/range.js';
import { drawLevel } from '../chart/rule.js';
import { createSegmented, type Segmented } from '../parts/segmented.js';
import { epochLabel, epochReading, epochTable, lineEnds } from './epochCurves.js';
import { describeMetric, type MetricWords } from '../parts/metrics.js';
import type { Pair } from './model.js';
import type { Panel } from './panel.js';
import { Plot } from '../chart/plot.js';
import { drawSeedBand, nameSeedBand } from './seedBand.js';
import { epochAxis, valueAxis } from '../chart/timeAxis.js';

interface Shown {
  readonly words: MetricWords;
  readonly pair: Pair;
  readonly training: Line;
  readonly validation: Line;
  readonly axis: GrowingRange;
}

/** A metric by epoch, training and validation; where there are several, a switch chooses. */
export function createMetricPlot(panel: Panel): Plot {
  const { model } = panel;
  const shown = new Map<string, Shown>();
  const tools = document.createElement('span');
  let offered = '';
  let chooser: Segmented<string> | null = null;

  /** The chosen metric, or the first; before the first epoch, the one that the task will have. */
  function current(): Shown {
    const names = model.metricNames;
    const name = names.find((candidate) => candidate === panel.view.metric) ?? names[0]!;
    offer(names, name);
    const known = shown.get(name);
    if (known && known.pair === (model.metrics.get(name) ?? known.pair)) return known;
    const pair = model.metrics.get(name) ?? model.emptyPair();
    const made = {
      words: describeMetric(name),
      pair,
      training: new Line(pair.training),
      validation: new Line(pair.validation),
      axis: new GrowingRange(),
    };
    shown.set(name, made);
    return made;
  }

  function offer(names: readonly string[], name: string): void {
    if (names.length > 1 && names.join() !== offered) {
      offered = names.join();
      chooser = createSegmented(
        'Metric',
        names.map((value) => ({ value, label: describeMetric(value).short })),
        (metric) => panel.choose({ metric }),
      );
      tools.replaceChildren(chooser.element);
    }
    chooser?.choose(name);
  }

  const plot: Plot = new Plot(
    panel,
    {
      id: 'metric',
      title: 'Metric',
      tools: [tools],
      shows: () => [model.epochs.length, model.shownEpochs],
      table: () => epochTable(model, current().pair, current().words.format),
      label: () => epochLabel(model, current().words.title, current().pair, current().words.format),
    },
    () => {
      const { words, pair, training, validation, axis } = current();
      plot.figure.setTitle(words.title);
      nameSeedBand(plot.figure, model.band, words.name, words.format);
      const { zoomed } = panel.time;
      const seen = union(extent(pair.training.y.view()), extent(pair.validation.y.view()));
      const chance = words.name === 'accuracy' && model.summary.classes ? 1 / model.summary.classes : null;
      const whole = axis.include(words.share ? (seen ?? { min: 0, max: 1 }) : seen, (part) =>
        words.share ? shareRange(part, chance) : linearRange(part),
      ) ?? { min: 0, max: 1 };
      const near = zoomed && union(within(pair.training, zoomed), within(pair.validation, zoomed));
      const range = near ? nearRange(near, words.share) : whole;
      return {
        x: epochAxis(panel.time.shown, labelRoom([words.share ? '100.0 %' : '−0.0000'], panel.colors)),
        y: words.share
          ? valueAxis(range, (value) => formatPercent(value, range.max - range.min < 0.1 ? 1 : 0))
          : valueAxis(range),
        draw: (surface) => {
          drawSeedBand(surface, model.band, words.name);
          if (chance !== null && range.min < chance) {
            const wide = surface.right - surface.left > 300;
            drawLevel(surface, chance, wide ? `chance, ${model.summary.classes} classes` : 'chance');
          }
          training.draw(surface, { color: surface.colors.train, width: 1.5 });
          validation.draw(surface, { color: surface.colors.validation, width: 1.5, dash: [5, 3] });
          drawEnds(surface, lineEnds(pair, surface.colors, words.format, panel.time.shown.to));
        },
      };
    },
  );
  panel.time.link(plot.figure, plot.plane);
  panel.crosshair.link(plot.figure, plot.plane, (x) => {
    const { pair, words } = current();
    return epochReading(model, pair, x, words.format, false);
  });
  return plot;
}

const within = (curve: Curve, window: TimeWindow): Range | null => extent(valuesWithin(curve, window));

/** Of a part of the run all that can be told apart is shown; a share still ends at 1. */
function nearRange(seen: Range, share: boolean): Range {
  const { min, max } = linearRange(seen);
  return share ? { min, max: Math.min(1, max) } : { min, max };
}

/** A share's axis ends at 1 and begins at the fifth below the lowest, at 0 where chance is near. */
function shareRange({ min }: Range, chance: number | null): Range {
  return {
    min: chance !== null && min <= 2 * chance ? 0 : Math.min(0.8, Math.floor(min * 5 + 1e-9) / 5),
    max: 1,
  };
}
