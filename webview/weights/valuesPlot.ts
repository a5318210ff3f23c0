import { formatCount, formatNumber } from '../../src/display/numbers.js';
import { formatPower, linearTicks } from '../chart/ticks.js';
import type { Axis, Surface } from '../chart/plane.js';
import { Plot } from '../chart/plot.js';
import { element, setAttribute, setText } from '../parts/element.js';
import type { ChartHost } from '../parts/part.js';

/** A histogram and the moments of what it counts. */
export interface CountedValues {
  readonly edges: ArrayLike<number>;
  readonly counts: ArrayLike<number>;
  readonly mean: number | null;
  readonly std: number | null;
  /** When: `epoch 26`. */
  readonly when: string;
}

/** How values are distributed, with the normal distribution of the same mean and deviation dashed over it. */
export function createValuesPlot(
  host: ChartHost,
  id: string,
  values: () => CountedValues | null,
  scale: { readonly isLog: () => boolean; readonly setLog: (log: boolean) => void },
): Plot {
  const when = element('span');
  const fit = element('span', { title: 'the normal distribution of the same mean and deviation' });
  const choice = element('button', {
    class: 'switch',
    title: 'Counts on a log axis',
    attributes: { type: 'button' },
  });
  choice.textContent = 'log';
  choice.onclick = () => scale.setLog(!scale.isLog());
  const plot: Plot = new Plot(
    host,
    {
      id,
      title: 'Values',
      tools: [choice],
      shows: () => {
        const shown = values();
        if (!shown) return [scale.isLog()];
        const { when, mean, std, edges, counts } = shown;
        return [scale.isLog(), when, mean, std, edges[0], edges[counts.length], counts.length, sum(counts)];
      },
      label: () => {
        const shown = values();
        return shown
          ? `Values at ${shown.when}: mean ${formatNumber(shown.mean)}, standard deviation ${formatNumber(shown.std)}, ${shown.counts.length} bins`
          : 'Values: not measured';
      },
      table: () => {
        const shown = values();
        return {
          head: ['From', 'To', 'Count'],
          count: shown?.counts.length ?? 0,
          row: (bin) => [
            formatNumber(shown?.edges[bin]),
            formatNumber(shown?.edges[bin + 1]),
            formatCount(shown?.counts[bin]),
          ],
        };
      },
    },
    () => {
      const shown = values();
      const log = scale.isLog();
      setAttribute(choice, 'aria-pressed', String(log));
      plot.figure.setUnit(shown && shown.counts.length > 1 ? `bin ${formatNumber(binWidth(shown), 2)}` : '');
      setText(when, shown?.when ?? '');
      setText(fit, shown?.std ? `μ ${formatNumber(shown.mean, 2)} σ ${formatNumber(shown.std, 2)}` : '');
      const total = sum(shown?.counts ?? []);
      const top = Math.max(1, ...Array.from(shown?.counts ?? []));
      return {
        x: valueAxisOf(shown),
        y: countAxis(top, log),
        draw: (surface) => {
          if (shown) drawBars(surface, shown, log);
          if (shown && shown.std && shown.mean !== null) {
            drawNormal(surface, shown.mean, shown.std, total * binWidth(shown), log);
          }
        },
      };
    },
  );
  plot.figure.setFoot(
    element('span', {}, element('span', { class: 'key counted' }), when),
    element('span', {}, element('span', { class: 'key normal' }), fit),
  );
  return plot;
}

const sum = (counts: ArrayLike<number>): number => Array.from(counts).reduce((all, count) => all + count, 0);

function binWidth({ edges, counts }: CountedValues): number {
  return counts.length === 0 ? 0 : (edges[counts.length]! - edges[0]!) / counts.length;
}

/** Symmetric about zero, so that a shift is seen as one, unless all values lie far on one side. */
function valueAxisOf(shown: CountedValues | null): Axis {
  const low = shown?.edges[0] ?? -1;
  const high = shown?.edges[shown.counts.length] ?? 1;
  const reach = Math.max(Math.abs(low), Math.abs(high)) || 1;
  const isAside = low > 0.2 * reach || high < -0.2 * reach;
  const pad = (high - low || reach) * 0.05;
  const [min, max] = isAside ? [low - pad, high + pad] : [-reach * 1.05, reach * 1.05];
  return {
    min,
    max,
    ticks: (length) => linearTicks(min, max, Math.max(2, Math.min(5, length / 56))),
    format: (value) => formatNumber(value, 2),
  };
}

/** Counts are drawn as count + 1 on a log axis, so that a single one shows. */
function countAxis(top: number, log: boolean): Axis {
  if (!log) {
    return {
      min: 0,
      max: top * 1.05,
      grid: true,
      ticks: (length) => linearTicks(0, top * 1.05, Math.max(2, Math.min(4, length / 36)), true),
      format: formatCount,
    };
  }
  const decades = Math.max(1, Math.ceil(Math.log10(top + 1)));
  const every = Math.ceil(decades / 4);
  return {
    min: 1,
    max: 10 ** decades,
    log: true,
    grid: true,
    ticks: () => Array.from({ length: Math.floor(decades / every) + 1 }, (_, i) => 10 ** (i * every)),
    format: formatPower,
  };
}

function drawBars(surface: Surface, { edges, counts }: CountedValues, log: boolean): void {
  const { context, x, y, bottom, colors } = surface;
  context.save();
  context.fillStyle = colors.trainFill;
  for (let bin = 0; bin < counts.length; bin++) {
    const count = counts[bin]!;
    if (count <= 0) continue;
    const left = x(edges[bin]!);
    const width = Math.max(1.5, x(edges[bin + 1]!) - left);
    const top = y(log ? count + 1 : count);
    context.fillRect(
      left,
      Math.min(bottom - 1, top),
      Math.max(1, width - (width > 4 ? 0.75 : 0)),
      bottom - top,
    );
  }
  context.restore();
}

function drawNormal(surface: Surface, mean: number, std: number, area: number, log: boolean): void {
  const { context, left, right, top, bottom, xAt, y, colors } = surface;
  context.save();
  context.beginPath();
  context.rect(left, top, right - left, bottom - top);
  context.clip();
  context.strokeStyle = colors.fg;
  context.lineWidth = 1.25;
  context.setLineDash([3, 2]);
  context.beginPath();
  for (let pixel = left; pixel <= right; pixel += 2) {
    const z = (xAt(pixel) - mean) / std;
    const density = Math.exp(-0.5 * z * z) / (std * Math.sqrt(2 * Math.PI));
    context.lineTo(pixel, y(area * density + (log ? 1 : 0)));
  }
  context.stroke();
  context.restore();
}
