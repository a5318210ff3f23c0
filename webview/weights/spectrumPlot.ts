import { formatCount, formatNumber } from '../../src/display/numbers.js';
import type { Spectrum } from '../../src/protocol/tensorView.js';
import type { Surface } from '../chart/plane.js';
import { Plot } from '../chart/plot.js';
import { drawUpright } from '../chart/rule.js';
import { linearTicks } from '../chart/ticks.js';
import { element, setText } from '../parts/element.js';
import type { ChartHost } from '../parts/part.js';

/** A spectrum, that of a moment before to hold it against, and what both are called. */
export interface ComparedSpectrum {
  readonly now: Spectrum;
  readonly when: string;
  readonly before: Spectrum | null;
  readonly beforeWhen: string;
}

/** Singular values in falling order over those of the start, and how many of them hold 90 % of ‖W‖². */
export function createSpectrumPlot(
  host: ChartHost,
  id: string,
  spectrum: () => ComparedSpectrum | null,
): Plot {
  const now = element('span');
  const before = element('span');
  const beforeKey = element('span', {}, element('span', { class: 'key before' }), before);
  const rank = element('span');
  const plot: Plot = new Plot(
    host,
    {
      id,
      title: 'Singular values',
      shows: () => {
        const shown = spectrum();
        return [shown?.now, shown?.when, shown?.before, shown?.beforeWhen];
      },
      label: () => {
        const shown = spectrum();
        if (!shown) return 'Singular values: not measured';
        const figures = shown.now.figures;
        return `${shown.now.values.length} singular values at ${shown.when}, the largest ${formatNumber(figures?.spectralNorm)}, 90 % of the squared norm in ${formatCount(figures?.rank90)}`;
      },
      table: () => {
        const shown = spectrum();
        return {
          head: ['#', ...(shown?.before ? [shown.beforeWhen] : []), shown?.when ?? 'now'],
          count: shown?.now.values.length ?? 0,
          row: (i) => [
            String(i + 1),
            ...(shown?.before ? [formatNumber(shown.before.values[i])] : []),
            formatNumber(shown?.now.values[i]),
          ],
        };
      },
    },
    () => {
      const shown = spectrum();
      const count = Math.max(2, shown?.now.values.length ?? 0);
      const top = Math.max(shown?.now.values[0] ?? 0, shown?.before?.values[0] ?? 0) || 1;
      const rank90 = shown?.now.figures?.rank90;
      plot.figure.setUnit(shown ? formatCount(shown.now.values.length) : '');
      setText(now, shown?.when ?? '');
      setText(before, shown?.beforeWhen ?? '');
      beforeKey.hidden = !shown?.before;
      setText(rank, rank90 === undefined ? '' : `90 % of ‖W‖² in ${rank90}`);
      return {
        x: {
          min: 1,
          max: count,
          ticks: (length) => linearTicks(1, count, Math.max(2, Math.min(5, length / 48)), true),
          format: formatCount,
        },
        y: {
          min: 0,
          max: top * 1.05,
          grid: true,
          ticks: (length) => linearTicks(0, top * 1.05, Math.max(2, Math.min(4, length / 36))),
          format: (value) => formatNumber(value, 2),
        },
        draw: (surface) => {
          if (!shown) return;
          const { colors } = surface;
          if (shown.before) drawValues(surface, shown.before.values, colors.muted, 1, [3, 2]);
          drawValues(surface, shown.now.values, colors.train, 1.5, []);
          if (rank90 !== undefined) drawUpright(surface, rank90, `90 %: ${rank90}`);
        },
      };
    },
  );
  plot.figure.setFoot(element('span', {}, element('span', { class: 'key training' }), now), beforeKey, rank);
  return plot;
}

function drawValues(
  { context, x, y }: Surface,
  values: Float64Array,
  color: string,
  width: number,
  dash: number[],
): void {
  context.save();
  context.strokeStyle = color;
  context.lineWidth = width;
  context.setLineDash(dash);
  context.beginPath();
  values.forEach((value, i) => context.lineTo(x(i + 1), y(value)));
  context.stroke();
  context.restore();
}
