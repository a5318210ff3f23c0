import { formatCount, formatNumber } from '../../src/display/numbers.js';
import { rebin } from '../../src/display/rebin.js';
import type { TensorSummary } from '../../src/protocol/tensorView.js';
import type { Surface } from '../chart/plane.js';
import { Plot } from '../chart/plot.js';
import { linearTicks } from '../chart/ticks.js';
import { element } from '../parts/element.js';
import type { ChartHost } from '../parts/part.js';

const columns = 64;

interface Both {
  readonly from: number;
  readonly to: number;
  readonly before: readonly number[];
  readonly after: readonly number[];
}

/** Both distributions in the same bins: what was before dashed, what is after solid. */
export function createBeforeAfterPlot(
  host: ChartHost,
  id: string,
  summaries: () => readonly [before: TensorSummary, after: TensorSummary] | null,
): Plot {
  const shown = (): Both | null => {
    const both = summaries();
    return both && joinBins(...both);
  };
  const plot: Plot = new Plot(
    host,
    {
      id,
      title: 'Before and after',
      label: () => {
        const both = summaries();
        if (!both) return 'Before and after: not measured';
        const [before, after] = both.map(
          ({ moments }) =>
            `mean ${formatNumber(moments.mean)}, standard deviation ${formatNumber(moments.std)}`,
        );
        return `Values before: ${before}; after: ${after}`;
      },
      table: () => {
        const both = shown();
        const width = both ? (both.to - both.from) / columns : 0;
        return {
          head: ['From', 'To', 'Before', 'After'],
          count: both ? columns : 0,
          row: (bin) => [
            formatNumber(both!.from + bin * width),
            formatNumber(both!.from + (bin + 1) * width),
            formatCount(both!.before[bin]),
            formatCount(both!.after[bin]),
          ],
        };
      },
    },
    () => {
      const both = shown();
      const [from, to] = [both?.from ?? -1, both?.to ?? 1];
      const top = Math.max(1, ...(both?.before ?? []), ...(both?.after ?? []));
      return {
        x: {
          min: from,
          max: to,
          ticks: (length) => linearTicks(from, to, Math.max(2, Math.min(5, length / 56))),
          format: (value) => formatNumber(value, 2),
        },
        y: {
          min: 0,
          max: top * 1.05,
          grid: true,
          ticks: (length) => linearTicks(0, top * 1.05, Math.max(2, Math.min(4, length / 36)), true),
          format: formatCount,
        },
        draw: (surface) => {
          if (!both) return;
          outline(surface, both, both.before, surface.colors.muted, [3, 2]);
          outline(surface, both, both.after, surface.colors.train, []);
        },
      };
    },
  );
  plot.figure.setFoot(
    element('span', {}, element('span', { class: 'key before' }), 'before'),
    element('span', {}, element('span', { class: 'key training' }), 'after'),
  );
  return plot;
}

function joinBins(before: TensorSummary, after: TensorSummary): Both | null {
  const ends = [before, after].flatMap(({ histogram: { edges } }) => [edges[0], edges.at(-1)]);
  const known = ends.filter((end): end is number => end !== undefined);
  if (known.length === 0) return null;
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const pad = (high - low || Math.abs(high) || 1) * 0.02;
  const [from, to] = [low - pad, high + pad];
  const share = ({ histogram: { edges, counts } }: TensorSummary): number[] =>
    counts.length === 0
      ? new Array<number>(columns).fill(0)
      : rebin({ minimum: edges[0]!, maximum: edges.at(-1)!, counts }, from, to, columns);
  return { from, to, before: share(before), after: share(after) };
}

function outline(
  { context, x, y }: Surface,
  { from, to }: Both,
  counts: readonly number[],
  color: string,
  dash: number[],
): void {
  const width = (to - from) / columns;
  context.save();
  context.strokeStyle = color;
  context.lineWidth = 1.5;
  context.setLineDash(dash);
  context.beginPath();
  counts.forEach((count, bin) => {
    context.lineTo(x(from + bin * width), y(count));
    context.lineTo(x(from + (bin + 1) * width), y(count));
  });
  context.stroke();
  context.restore();
}
