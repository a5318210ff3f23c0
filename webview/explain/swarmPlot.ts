import { formatSigned } from '../../src/display/numbers.js';
import { Plot } from '../chart/plot.js';
import { element } from '../parts/element.js';
import { drawChosenDot, drawDot, shade } from './dots.js';
import { laneOf, lanesAxis, shortenName } from './lanes.js';
import type { Panel } from './panel.js';
import { phiAxis } from './phiAxis.js';
import { pickRow, type RowPlace } from './pickRow.js';
import { shownFeatures } from './shownFeatures.js';
import { pileUp } from './swarm.js';

/** A dot for every row and feature: how the feature moved the output there, by colour its value. */
export function createSwarmPlot(panel: Panel): Plot {
  /** For each lane the distance of every row's dot from the middle. */
  let piles: readonly Float64Array[] = [];
  let piledFor: unknown = null;
  const pile = (): readonly Float64Array[] => {
    const { shown } = panel;
    if (shown && piledFor !== shown) {
      piledFor = shown;
      const { rows, limit, phi } = shown.summary;
      piles = shownFeatures(shown).map((feature) =>
        pileUp(
          rows.map((row) => phi(row, feature)),
          limit,
        ),
      );
    }
    return piles;
  };
  const plot: Plot = new Plot(
    panel,
    {
      id: 'swarm',
      title: 'Every row',
      label: () =>
        `Attributions of ${panel.shown?.summary.rows.length ?? 0} rows by feature, a dot each; arrow keys choose a row`,
      table: () => {
        const { summary, facts } = panel.shown ?? {};
        return {
          head: ['Feature', 'Min φ', 'Median φ', 'Max φ'],
          count: summary?.order.length ?? 0,
          row: (at) => {
            const feature = summary!.order[at]!;
            const sorted = summary!.rows.map((row) => summary!.phi(row, feature)).sort((a, b) => a - b);
            const middle = sorted[sorted.length >> 1];
            return [
              facts!.features[feature]!,
              ...[sorted[0], middle, sorted.at(-1)].map((v) => formatSigned(v)),
            ];
          },
        };
      },
    },
    () => {
      const { shown } = panel;
      const features = shownFeatures(shown);
      plot.figure.setUnit(shown ? `φ of ${shown.output}, ${shown.facts.output}` : '');
      plot.figure.setRead(null);
      if (shown) {
        plot.figure.setFoot(
          element('span', {}, 'row ', element('b', {}, String(shown.row.row)), ' outlined'),
        );
      }
      return {
        x: phiAxis(shown?.summary.limit ?? 1, 64),
        // Beside the bars the names stand there.
        y: lanesAxis(
          features.map((at) => shortenName(shown!.facts.features[at]!)),
          plot.element.clientWidth > 0.8 * document.body.clientWidth,
        ),
        draw: (surface) => {
          if (!shown) return;
          const { context, x, y, top, bottom, colors } = surface;
          const { summary, scales, row: chosen } = shown;
          context.save();
          context.strokeStyle = colors.muted;
          context.beginPath();
          context.moveTo(Math.round(x(0)) + 0.5, top);
          context.lineTo(Math.round(x(0)) + 0.5, bottom);
          context.stroke();
          const radius = summary.rows.length > 400 ? 1.9 : 2.4;
          features.forEach((feature, lane) => {
            const laneHeight = y(0) - y(1);
            summary.rows.forEach((row, at) => {
              const place = y(laneOf(lane)) + pile()[lane]![at]! * Math.abs(laneHeight);
              const color = shade(scales[feature]!, row.values[feature]!, colors);
              drawDot(surface, x(summary.phi(row, feature)), place, radius, color);
            });
          });
          features.forEach((feature, lane) => {
            const at = summary.rows.indexOf(chosen);
            const offset = at < 0 ? 0 : pile()[lane]![at]!;
            const color = shade(scales[feature]!, chosen.values[feature]!, colors);
            const place = y(laneOf(lane)) + offset * Math.abs(y(0) - y(1));
            drawChosenDot(surface, x(summary.phi(chosen, feature)), place, color);
          });
          context.restore();
        },
      };
    },
  );
  pickRow(plot, panel, function* ({ x, y }): Generator<RowPlace> {
    const { shown } = panel;
    if (!shown) return;
    const { rows, phi } = shown.summary;
    for (const [lane, feature] of shownFeatures(shown).entries()) {
      for (const [at, row] of rows.entries()) {
        const place = y(laneOf(lane)) + pile()[lane]![at]! * Math.abs(y(0) - y(1));
        yield { row: row.row, x: x(phi(row, feature)), y: place };
      }
    }
  });
  return plot;
}
