import { formatNumber } from '../../src/display/numbers.js';
import { Plot } from '../chart/plot.js';
import { linearTicks } from '../chart/ticks.js';
import { laneOf, lanesAxis, shortenName } from './lanes.js';
import type { Panel } from './panel.js';
import { stepRows } from './pickRow.js';
import { shownFeatures } from './shownFeatures.js';

const barHeight = 12;

/** How much each feature moves the output on the average, whichever way. */
export function createBarPlot(panel: Panel): Plot {
  const plot: Plot = new Plot(
    panel,
    {
      id: 'importance',
      title: 'Importance',
      label: () => {
        const { shown } = panel;
        const first = shown?.summary.order[0];
        if (!shown || first === undefined) return 'Importance: nothing is explained yet';
        const { facts, summary } = shown;
        return `Mean attribution of ${facts.features.length} features, the largest ${facts.features[first]} with ${formatNumber(summary.mean[first])}`;
      },
      table: () => {
        const { summary, facts } = panel.shown ?? {};
        return {
          head: ['Feature', 'Mean |φ|', 'Largest |φ|'],
          count: summary?.order.length ?? 0,
          row: (at) => {
            const feature = summary!.order[at]!;
            return [
              facts!.features[feature]!,
              formatNumber(summary!.mean[feature]),
              formatNumber(summary!.largest[feature]),
            ];
          },
        };
      },
    },
    () => {
      const { shown } = panel;
      const features = shownFeatures(shown);
      const mean = (at: number): number => shown!.summary.mean[features[at]!]!;
      const most = Math.max(...features.map((_, at) => mean(at)), 0) || 1;
      plot.figure.setUnit(shown ? `mean |φ| of ${shown.output}, ${shown.facts.output}` : '');
      plot.figure.setFoot(describeRest(panel, features.length));
      return {
        x: {
          min: 0,
          max: most * 1.28,
          ticks: (length) => linearTicks(0, most * 1.28, Math.max(2, length / 56)),
          format: (value) => formatNumber(value, 2),
        },
        y: { ...lanesAxis(features.map((at) => shortenName(shown!.facts.features[at]!))), grid: false },
        draw: ({ context, x, y, colors }) => {
          context.save();
          context.font = `11px ${colors.font}`;
          context.textBaseline = 'middle';
          features.forEach((_, at) => {
            const place = y(laneOf(at));
            context.fillStyle = colors.bar;
            context.fillRect(x(0), place - barHeight / 2, Math.max(1, x(mean(at)) - x(0)), barHeight);
            context.fillStyle = colors.fg;
            context.fillText(formatNumber(mean(at), 2), x(mean(at)) + 5, place);
          });
          context.restore();
        },
      };
    },
  );
  plot.plane.canvas.addEventListener('click', ({ offsetY }) => {
    const lane = Math.round(-(plot.plane.surface()?.yAt(offsetY) ?? NaN));
    const feature = shownFeatures(panel.shown)[lane];
    if (feature !== undefined) panel.choose({ feature });
  });
  stepRows(plot.element, panel);
  return plot;
}

/** What is not drawn is told: how many features, and how much they make up. */
function describeRest({ shown }: Panel, drawn: number): string {
  const all = shown?.summary.order.length ?? 0;
  if (!shown || all <= drawn) return 'a click on a feature shows its dependence';
  const { mean, order } = shown.summary;
  const total = mean.reduce((sum, value) => sum + value, 0) || 1;
  const rest = order.slice(drawn).reduce((sum, feature) => sum + mean[feature]!, 0);
  return `${drawn} of ${all} features; the others make up ${formatNumber((100 * rest) / total, 2)} % of Σ mean |φ|`;
}
