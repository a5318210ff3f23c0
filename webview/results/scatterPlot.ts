import { formatCount, formatNumber } from '../../src/display/numbers.js';
import { extent, union } from '../chart/range.js';
import { linearTicks } from '../chart/ticks.js';
import { Plot } from '../chart/plot.js';
import type { ChartHost } from '../parts/part.js';

/** Pairs of a true value and what was predicted. */
export interface Pairs {
  readonly name: string;
  readonly actual: Float64Array;
  readonly predicted: Float64Array;
}

/** Predicted against actual values: what is right lies on the diagonal. */
export function createScatterPlot(
  host: ChartHost,
  id: string,
  tools: readonly HTMLElement[],
  pairs: () => Pairs | null,
): Plot {
  const plot: Plot = new Plot(
    host,
    {
      id,
      title: 'Predicted against actual',
      tools,
      label: () => {
        const shown = pairs();
        return shown
          ? `Predicted against actual ${shown.name}, ${formatCount(shown.actual.length)} rows`
          : 'Predicted against actual: not computed';
      },
      table: () => {
        const shown = pairs();
        return {
          head: ['#', 'Actual', 'Predicted', 'Error'],
          count: shown?.actual.length ?? 0,
          row: (i) => [
            formatCount(i + 1),
            formatNumber(shown!.actual[i]),
            formatNumber(shown!.predicted[i]),
            formatNumber(shown!.predicted[i]! - shown!.actual[i]!),
          ],
        };
      },
    },
    () => {
      const shown = pairs();
      plot.figure.setUnit(shown?.name ?? '');
      const seen = shown && union(extent(shown.actual), extent(shown.predicted));
      const pad = seen ? (seen.max - seen.min) * 0.04 || 1 : 0;
      const range = seen ? { min: seen.min - pad, max: seen.max + pad } : { min: 0, max: 1 };
      const axis = (room: number) => ({
        ...range,
        grid: true,
        ticks: (length: number) => linearTicks(range.min, range.max, Math.max(2, Math.min(6, length / room))),
        format: (value: number) => formatNumber(value, 3),
      });
      return {
        x: axis(64),
        y: axis(36),
        draw: ({ context, x, y, colors }) => {
          if (!shown) return;
          context.save();
          context.strokeStyle = colors.muted;
          context.setLineDash([3, 2]);
          context.beginPath();
          context.moveTo(x(range.min), y(range.min));
          context.lineTo(x(range.max), y(range.max));
          context.stroke();
          context.fillStyle = colors.train;
          context.globalAlpha = shown.actual.length > 500 ? 0.45 : 0.75;
          shown.actual.forEach((actual, i) => {
            context.beginPath();
            context.arc(x(actual), y(shown.predicted[i]!), 2.5, 0, 2 * Math.PI);
            context.fill();
          });
          context.restore();
        },
      };
    },
  );
  plot.figure.setFoot('actual →, predicted ↑; what is right lies on the dashed line');
  return plot;
}
