import { formatNumber, formatPercent, formatScientific, formatSigned } from '../../src/display/numbers.js';
import type { Surface } from '../chart/plane.js';
import { Plot } from '../chart/plot.js';
import { linearTicks } from '../chart/ticks.js';
import { element, icon } from '../parts/element.js';
import { showValue } from './featureScale.js';
import { laneOf, lanesAxis, shortenName } from './lanes.js';
import { isWrong } from './model.js';
import type { Panel, Shown } from './panel.js';
import { stepRows } from './pickRow.js';
import { layWaterfall, type WaterfallStep } from './waterfall.js';

const mostSteps = 11;
const barHeight = 15;
const tip = 5;
/** A residual below this is rounding, told as it is but not drawn as a number to compare. */
const negligible = 5e-4;

/** The way from the base value to the prediction of the chosen row; the residual has a line of its own. */
export function createWaterfallPlot(panel: Panel): Plot {
  const plot: Plot = new Plot(
    panel,
    {
      id: 'waterfall',
      title: 'Row',
      tools: makeTools(panel),
      label: () => (panel.shown ? describe(panel.shown) : 'No row is explained yet'),
      table: () => {
        const { shown } = panel;
        const steps = shown ? stepsOf(shown, Infinity) : [];
        const residual = shown ? (shown.row.residual[shown.summary.output] ?? 0) : 0;
        return {
          head: ['Feature', 'Value', 'φ', 'Running sum'],
          count: shown ? steps.length + 3 : 0,
          row: (at) => {
            if (at === 0) return ['base value', '', '', formatNumber(baseOf(shown!), 4)];
            const step = steps[at - 1];
            if (step)
              return [
                nameOf(shown!, step),
                valueOf(shown!, step),
                formatSigned(step.phi, 4),
                formatNumber(step.to, 4),
              ];
            if (at === steps.length + 1) return ['residual', '', formatScientific(residual), ''];
            return ['f(x)', '', '', formatNumber(predictionOf(shown!), 4)];
          },
        };
      },
    },
    () => {
      const { shown } = panel;
      const steps = shown ? stepsOf(shown, mostSteps) : [];
      plot.figure.setTitle(shown ? `Row ${shown.row.row}` : 'Row');
      plot.figure.setUnit(shown ? describeOutcome(shown) : '');
      if (shown) plot.figure.setFoot(...legend(shown.output));
      const names = shown
        ? [
            'base value',
            ...steps.map((step) =>
              `${shortenName(nameOf(shown, step))} ${shortenName(valueOf(shown, step), 12)}`.trim(),
            ),
            'residual',
            `f(x) ${shortenName(shown.output, 14)}`,
          ]
        : [];
      const ends = shown ? [baseOf(shown), predictionOf(shown), ...steps.map(({ to }) => to)] : [0];
      const [low, high] = [Math.min(...ends), Math.max(...ends)];
      const pad = (high - low || 1) * 0.22;
      return {
        x: {
          min: low - pad,
          max: high + pad,
          ticks: (length) => linearTicks(low - pad, high + pad, Math.max(2, length / 64)),
          format: (value) => formatNumber(value, 3),
        },
        y: { ...lanesAxis(names), grid: false },
        draw: (surface) => {
          if (shown) draw(surface, shown, steps);
        },
      };
    },
  );
  stepRows(plot.element, panel);
  return plot;
}

const baseOf = ({ facts, summary }: Shown): number => facts.baseValue[summary.output]!;
const predictionOf = ({ row, summary }: Shown): number => row.prediction[summary.output]!;

function stepsOf(shown: Shown, most: number): readonly WaterfallStep[] {
  const { facts, summary, row } = shown;
  return layWaterfall(
    facts.features.map((_, feature) => summary.phi(row, feature)),
    baseOf(shown),
    most,
  );
}

const nameOf = ({ facts }: Shown, { feature, features }: WaterfallStep): string =>
  feature === null ? `${features} others` : facts.features[feature]!;
const valueOf = ({ row }: Shown, { feature }: WaterfallStep): string =>
  feature === null ? '' : showValue(row.values[feature]!);

function describeOutcome({ facts, row }: Shown): string {
  const { truth, predicted, probability } = row;
  const top = facts.hasClasses && probability.length > 1 ? ` ${formatPercent(Math.max(...probability))}` : '';
  return truth === null ? `predicted ${predicted}${top}` : `${truth}, predicted ${predicted}${top}`;
}

function describe(shown: Shown): string {
  const [first] = stepsOf(shown, mostSteps);
  const most = first ? `, most by ${nameOf(shown, first)} with ${formatSigned(first.phi)}` : '';
  const wrong = isWrong(shown.row) ? ', misclassified' : '';
  return `Row ${shown.row.row}, ${describeOutcome(shown)}${wrong}: from ${formatNumber(baseOf(shown))} to ${formatNumber(predictionOf(shown))}${most}`;
}

function legend(output: string): HTMLElement[] {
  const key = (sign: string, words: string): HTMLElement =>
    element(
      'span',
      {},
      element('span', { class: `key box ${sign}`, attributes: { 'aria-hidden': 'true' } }),
      words,
    );
  return [
    key('positive', `raises ${output}`),
    key('negative', 'lowers it'),
    element('span', {}, 'base + Σφ − f(x) = residual'),
  ];
}

function makeTools(panel: Panel): HTMLElement[] {
  const button = (name: string, words: string, act: () => void): HTMLElement => {
    const made = element('button', {
      class: 'icon',
      title: words,
      attributes: { type: 'button', 'aria-label': words },
    });
    made.append(icon(name));
    made.onclick = act;
    return made;
  };
  return [
    button('chevron-up', 'Previous row (↑)', () => panel.stepRow(-1)),
    button('chevron-down', 'Next row (↓)', () => panel.stepRow(1)),
    button('go-to-file', 'Show the row in its file (Enter)', () => {
      if (panel.shown) panel.chooseRow(panel.shown.row.row, true);
    }),
  ];
}

function draw(surface: Surface, shown: Shown, steps: readonly WaterfallStep[]): void {
  const { context, x, y, right, colors } = surface;
  const { summary, row, facts } = shown;
  context.save();
  context.font = `11px ${colors.font}`;
  context.textBaseline = 'middle';
  const write = (words: string, at: number, lane: number, side: 'left' | 'right', bold = false): void => {
    context.font = `${bold ? '600 ' : ''}11px ${colors.font}`;
    const width = context.measureText(words).width;
    const isRight = side === 'right' ? at + 5 + width <= right : at - 5 - width < surface.left;
    const place = at + (isRight ? 5 : -5);
    if (isRight !== (side === 'right')) {
      // Where there is no room beside the bar, it stands on it.
      context.fillStyle = colors.bg;
      context.fillRect(isRight ? place - 2 : place - width - 2, y(laneOf(lane)) - 6, width + 4, 12);
    }
    context.fillStyle = colors.fg;
    context.textAlign = isRight ? 'left' : 'right';
    context.fillText(words, place, y(laneOf(lane)));
  };
  const mark = (value: number, lane: number): void => {
    context.fillStyle = colors.fg;
    context.fillRect(x(value) - 1, y(laneOf(lane)) - 8, 2, 16);
  };
  mark(baseOf(shown), 0);
  write(formatNumber(baseOf(shown)), x(baseOf(shown)), 0, 'right');
  steps.forEach((step, at) => {
    drawArrow(surface, step, at + 1);
    const up = step.phi >= 0;
    write(formatSigned(step.phi), x(step.to), at + 1, up ? 'right' : 'left');
  });
  const last = steps.length + 1;
  const residual = row.residual[summary.output]!;
  const isLarge = facts.bound !== null && Math.abs(residual) > facts.bound;
  const sum = steps.at(-1)?.to ?? baseOf(shown);
  const words = Math.abs(residual) < negligible ? formatScientific(residual) : formatSigned(residual);
  write(isLarge ? `${words}, beyond its bound` : words, x(sum), last, 'right', isLarge);
  mark(predictionOf(shown), last + 1);
  const probability = facts.output === 'logit' ? `, ${formatPercent(row.probability[summary.output])}` : '';
  write(
    `${formatNumber(predictionOf(shown))}${probability}`,
    x(predictionOf(shown)),
    last + 1,
    'right',
    true,
  );
  context.restore();
}

/** An arrow from where the sum was to where it is, and a thin line down to the next. */
function drawArrow({ context, x, y, colors }: Surface, { from, to, phi }: WaterfallStep, lane: number): void {
  const middle = y(laneOf(lane));
  const [start, end] = [x(from), x(to)];
  const direction = phi >= 0 ? 1 : -1;
  const point = Math.min(tip, Math.abs(end - start));
  const [top, bottom] = [middle - barHeight / 2, middle + barHeight / 2];
  context.fillStyle = phi >= 0 ? colors.positive : colors.negative;
  context.beginPath();
  context.moveTo(start, top);
  context.lineTo(end - direction * point, top);
  context.lineTo(end, middle);
  context.lineTo(end - direction * point, bottom);
  context.lineTo(start, bottom);
  context.closePath();
  context.fill();
  if (Math.abs(end - start) < 2) context.fillRect(end - 1, top, 2, barHeight);
  context.strokeStyle = colors.muted;
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(Math.round(end) + 0.5, middle);
  context.lineTo(Math.round(end) + 0.5, y(laneOf(lane + 1)) - barHeight / 2);
  context.stroke();
}
