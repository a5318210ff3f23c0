import { formatCount, formatLoss } from '../../src/display/numbers.js';
import { drawEnds, labelRoom } from '../chart/ends.js';
import { Line } from '../chart/line.js';
import { GrowingRange, linearRange, logRange, type Range } from '../chart/range.js';
import { drawUpright } from '../chart/rule.js';
import { createSegmented } from '../parts/segmented.js';
import { epochLabel, epochReading, epochTable, lineEnds } from './epochCurves.js';
import { lossWords } from '../parts/metrics.js';
import type { Panel } from './panel.js';
import { Plot } from '../chart/plot.js';
import { drawSeedBand, nameSeedBand } from './seedBand.js';
import { decadeAxis, epochAxis, valueAxis } from '../chart/timeAxis.js';

const seriesNames = ['training', 'validation'] as const;
/** A loss that fell this far is shown on a log axis, unless the user chose. */
const fall = 10;

/** Loss by epoch, training and validation, over the faint line of single steps. */
export function createLossPlot(panel: Panel): Plot {
  const { model } = panel;
  const steps = new Line(model.stepLoss);
  const training = new Line(model.loss.training);
  const validation = new Line(model.loss.validation);
  const axes = { log: new GrowingRange(), linear: new GrowingRange() };
  let fallen = false;
  const scale = createSegmented(
    'Scale of the loss',
    [
      { value: 'log', label: 'log' },
      { value: 'linear', label: 'linear' },
    ],
    (lossScale) => panel.choose({ lossScale }),
  );

  /** Logarithmic where the user says so or the loss fell through a decade; it does not go back by itself. */
  function isLog(): boolean {
    const extent = model.lossExtent(false);
    if (!extent || extent.max <= 0) return false;
    const positive = model.lossExtent(true);
    fallen ||= extent.min > 0 && positive !== null && positive.max / positive.min >= fall;
    return panel.view.lossScale === 'log' || (panel.view.lossScale === 'auto' && fallen);
  }

  const plot = new Plot(
    panel,
    {
      id: 'loss',
      title: 'Loss',
      tools: [scale.element],
      table: () => epochTable(model, model.loss, formatLoss),
      label: () => epochLabel(model, 'Loss', model.loss, formatLoss),
    },
    () => {
      const log = isLog();
      scale.choose(log ? 'log' : 'linear');
      const { zoomed } = panel.time;
      const near = zoomed && model.lossExtent(log, zoomed);
      const whole: Range = log
        ? axes.log.include(model.lossExtent(true), logRange)!
        : (axes.linear.include(model.lossExtent(false), linearRange) ?? { min: 0, max: 1 });
      const range = near ? (log ? logRange(near) : linearRange(near)) : whole;
      const { best } = model;
      return {
        x: epochAxis(panel.time.shown, labelRoom(seriesNames, panel.colors)),
        y: log ? decadeAxis(range) : valueAxis(range),
        draw: (surface) => {
          const { colors } = surface;
          drawSeedBand(surface, model.band, 'loss');
          steps.draw(surface, { color: colors.trainFaint, width: 1 });
          training.draw(surface, { color: colors.train, width: 1.5 });
          validation.draw(surface, { color: colors.validation, width: 1.5, dash: [5, 3] });
          if (best) drawUpright(surface, best.epoch, `best ${formatCount(best.epoch)}`);
          drawEnds(surface, lineEnds(model.loss, colors, seriesNames, panel.time.shown.to));
        },
      };
    },
  );
  nameSeedBand(plot.figure, model.band, 'loss', formatLoss);
  plot.figure.setUnit(lossWords(model.summary.loss));
  panel.time.link(plot.figure, plot.plane);
  panel.crosshair.link(plot.figure, plot.plane, (x) => epochReading(model, model.loss, x, formatLoss, true));
  return plot;
}
