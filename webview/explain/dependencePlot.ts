import { formatNumber, formatSigned } from '../../src/display/numbers.js';
import type { ExplainedRecord } from '../../src/protocol/explain.js';
import type { Axis } from '../chart/plane.js';
import { Plot } from '../chart/plot.js';
import { drawUpright } from '../chart/rule.js';
import { linearTicks } from '../chart/ticks.js';
import { element } from '../parts/element.js';
import { drawChosenDot, drawDot, shade } from './dots.js';
import { showValue } from './featureScale.js';
import { findPartner, type Partner } from './interaction.js';
import { shortenName } from './lanes.js';
import type { Panel, Shown } from './panel.js';
import { phiAxis } from './phiAxis.js';
import { pickRow, type RowPlace } from './pickRow.js';

/** Attribution against value of one feature, in the colour of the feature that it interacts with most. */
export function createDependencePlot(panel: Panel): Plot {
  const select = element('select', { attributes: { 'aria-label': 'Feature of the dependence plot' } });
  select.onchange = () => panel.choose({ feature: Number(select.value) });
  const found = rememberPartner();
  const plot: Plot = new Plot(
    panel,
    {
      id: 'dependence',
      title: 'Dependence',
      tools: [select],
      label: () => {
        const { shown } = panel;
        if (!shown) return 'Dependence: nothing is explained yet';
        const partner = found(shown);
        const colour = partner ? `, coloured by ${shown.facts.features[partner.feature]}` : '';
        return `Attribution of ${shown.facts.features[featureOf(shown, panel)]} against its value${colour}`;
      },
      table: () => {
        const { shown } = panel;
        const feature = shown ? featureOf(shown, panel) : 0;
        const partner = shown && found(shown);
        return {
          head: [
            'Row',
            shown?.facts.features[feature] ?? 'Value',
            'φ',
            ...(partner ? [shown.facts.features[partner.feature]!] : []),
          ],
          count: shown?.listed.length ?? 0,
          row: (at) => {
            const row = shown!.listed[at]!;
            return [
              String(row.row),
              showValue(row.values[feature]!),
              formatSigned(shown!.summary.phi(row, feature)),
              ...(partner ? [showValue(row.values[partner.feature]!)] : []),
            ];
          },
        };
      },
    },
    () => {
      const { shown } = panel;
      fillSelect(select, panel);
      const feature = shown ? featureOf(shown, panel) : 0;
      const partner = shown && found(shown);
      plot.figure.setUnit(shown ? `φ of ${shown.output}, ${shown.facts.output}` : '');
      if (shown) plot.figure.setFoot(describeColour(shown, partner));
      return {
        x: shown ? valueAxis(shown, feature) : { min: 0, max: 1, ticks: () => [], format: String },
        y: phiAxis(shown?.summary.largest[feature] ?? 1, 40),
        draw: (surface) => {
          if (!shown) return;
          const { context, x, y, left, right, colors } = surface;
          const { summary, row: chosen } = shown;
          const color = (row: ExplainedRecord): string =>
            partner
              ? shade(shown.scales[partner.feature]!, row.values[partner.feature]!, colors)
              : colors.neutral;
          context.save();
          context.strokeStyle = colors.muted;
          context.beginPath();
          context.moveTo(left, Math.round(y(0)) + 0.5);
          context.lineTo(right, Math.round(y(0)) + 0.5);
          context.stroke();
          for (const row of summary.rows) {
            drawDot(surface, x(placeOf(shown, row, feature)), y(summary.phi(row, feature)), 2.6, color(row));
          }
          const place = placeOf(shown, chosen, feature);
          drawUpright(surface, place, `row ${chosen.row}`);
          drawChosenDot(surface, x(place), y(summary.phi(chosen, feature)), color(chosen));
          context.restore();
        },
      };
    },
  );
  pickRow(plot, panel, function* ({ x, y }): Generator<RowPlace> {
    const { shown } = panel;
    if (!shown) return;
    const feature = featureOf(shown, panel);
    for (const row of shown.summary.rows) {
      yield { row: row.row, x: x(placeOf(shown, row, feature)), y: y(shown.summary.phi(row, feature)) };
    }
  });

  /** Looking for a partner takes as long as all the drawing; what is shown decides it. */
  function rememberPartner(): (shown: Shown) => Partner | null {
    let key: unknown[] = [];
    let partner: Partner | null = null;
    return (shown) => {
      const { summary, facts } = shown;
      const feature = featureOf(shown, panel);
      if (key[0] !== summary || key[1] !== feature) {
        key = [summary, feature];
        partner = findPartner(summary.rows, feature, facts.features.length, (row) =>
          summary.phi(row, feature),
        );
      }
      return partner;
    };
  }
  return plot;
}

function featureOf({ facts, summary }: Shown, { view }: Panel): number {
  const isKnown = view.feature !== null && view.feature < facts.features.length;
  return isKnown ? view.feature : (summary.order[0] ?? 0);
}

/** Where a row stands on the axis: its value, or its category, drawn apart a little so that dots can be told. */
function placeOf({ scales }: Shown, row: ExplainedRecord, feature: number): number {
  const scale = scales[feature]!;
  const value = row.values[feature]!;
  if (scale.kind === 'numbers') return Number(value);
  return scale.place(value) + (((row.row * 0.618034) % 1) - 0.5) * 0.5;
}

function valueAxis(shown: Shown, feature: number): Axis {
  const scale = shown.scales[feature]!;
  if (scale.kind === 'categories') {
    return {
      min: -0.5,
      max: scale.categories.length - 0.5,
      ticks: () => scale.categories.map((_, at) => at),
      format: (at) => shortenName(scale.categories[Math.round(at)] ?? '', 12),
    };
  }
  const values = shown.summary.rows.map((row) => Number(row.values[feature]));
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const pad = (high - low || 1) * 0.04;
  return {
    min: low - pad,
    max: high + pad,
    ticks: (length) => linearTicks(low - pad, high + pad, Math.max(2, length / 64)),
    format: (value) => formatNumber(value, 3),
  };
}

function describeColour({ facts, scales }: Shown, partner: Partner | null): string {
  if (!partner) return 'too few rows, or no interaction: grey';
  const name = facts.features[partner.feature]!;
  const scale = scales[partner.feature]!;
  const range =
    scale.kind === 'numbers'
      ? `${name} ${showValue(scale.min)} … ${showValue(scale.max)}, low to high`
      : `${name}, a category: grey`;
  return `colour: ${range} (strongest interaction, ${formatNumber(partner.strength, 2)} ${facts.output})`;
}

function fillSelect(select: HTMLSelectElement, panel: Panel): void {
  const { shown } = panel;
  if (!shown) return;
  const { features } = shown.facts;
  if (select.options.length !== features.length) {
    select.replaceChildren(
      ...features.map((name, at) => element('option', { attributes: { value: String(at) } }, name)),
    );
  }
  const chosen = String(featureOf(shown, panel));
  if (select.value !== chosen) select.value = chosen;
}
