import { formatCount, formatLoss, formatScientific, formatShort } from '../../src/display/numbers.js';
import type { RangeTestSnapshot } from '../../src/protocol/rangeTest.js';
import { Crosshair } from '../chart/crosshair.js';
import { GrowingArray } from '../chart/growingArray.js';
import { Line } from '../chart/line.js';
import { Plot } from '../chart/plot.js';
import { extent, linearRange, type Range } from '../chart/range.js';
import { drawDot, drawUpright } from '../chart/rule.js';
import { decadeTicks, formatPower } from '../chart/ticks.js';
import { element } from '../parts/element.js';
import type { ChartHost } from '../parts/part.js';
import { valueAxis } from '../chart/timeAxis.js';

/** What an arrow key makes of the rate under the crosshair: a tenth of a decade. */
const keyFactor = 10 ** 0.1;
/** Losses that ran far away must not flatten the fall: the axis ends at so many times its height. */
const headroom = 0.3;

/** Loss by learning rate on a log axis: single batches faint, without their scatter strong, the found rate marked. */
export function createCurvePlot(host: ChartHost & { readonly snapshot: RangeTestSnapshot }): Plot {
  const plot: Plot = new Plot(
    host,
    {
      id: 'range-test',
      title: 'Loss by learning rate',
      label: () => {
        const { rates, suggestion } = host.snapshot;
        const found = suggestion === null ? '' : `, found ${formatScientific(suggestion)}`;
        return `Loss over ${rates.length} learning rates${found}`;
      },
      table: () => ({
        head: ['Learning rate', 'Loss', 'Smoothed'],
        count: host.snapshot.rates.length,
        row: (index) => [
          formatScientific(host.snapshot.rates[index], 3),
          formatLoss(host.snapshot.losses[index]),
          formatLoss(host.snapshot.smooth[index]),
        ],
      }),
    },
    () => {
      const { rates, losses, smooth, suggestion, current } = host.snapshot;
      const x = GrowingArray.from(rates);
      const y = lossRange(smooth);
      return {
        x: {
          min: rates[0] ?? 1e-7,
          // The whole range from the start, so that the curve grows into its place.
          max: Math.max(rates.at(-1) ?? 0, endOf(host.snapshot)),
          log: true,
          ticks: (length) => decadeTicks(x.at(0) || 1e-7, endOf(host.snapshot), Math.max(2, length / 56)),
          format: (value) => (isPower(value) ? formatPower(value) : formatShort(value)),
        },
        y: valueAxis(y),
        draw: (surface) => {
          const { colors } = surface;
          const single = new Line({ x, y: GrowingArray.from(losses) });
          single.draw(surface, { color: colors.trainFaint, width: 1 });
          const line = new Line({ x, y: GrowingArray.from(smooth) });
          line.draw(surface, { color: colors.train, width: 1.5 });
          if (current !== null && current !== suggestion && current >= (rates[0] ?? Infinity)) {
            // Where both stand close together their words would lie on each other.
            const apart =
              suggestion === null ? Infinity : Math.abs(surface.x(current) - surface.x(suggestion));
            drawUpright(surface, current, apart > 90 ? `now ${formatShort(current)}` : '');
          }
          if (suggestion === null) return;
          drawUpright(surface, suggestion, `found ${formatShort(suggestion)}`);
          drawDot(surface, suggestion, smooth[nearest(rates, suggestion)] ?? NaN, colors.train);
        },
      };
    },
  );
  plot.figure.setUnit('one batch a rate, and smoothed');
  const crosshair = new Crosshair(keyFactor, () => host.snapshot.rates.at(-1) ?? 0, true);
  crosshair.link(plot.figure, plot.plane, (x) => {
    const { rates, smooth } = host.snapshot;
    const at = nearest(rates, x);
    if (at < 0) return [];
    return [
      element('span', { class: 'muted' }, `step ${formatCount(at + 1)}`),
      element('span', {}, `${formatScientific(rates[at])}: ${formatLoss(smooth[at])}`),
    ];
  });
  return plot;
}

/** Where the highest rate will be: rates grow by the same factor. */
function endOf({ rates, plannedSteps, state }: RangeTestSnapshot): number {
  const [first, second] = rates;
  if (first === undefined || second === undefined) return 10;
  return state === 'running' ? first * (second / first) ** (plannedSteps - 1) : rates.at(-1)!;
}

function lossRange(smooth: readonly number[]): Range {
  const whole = extent(smooth);
  if (!whole) return { min: 0, max: 1 };
  const first = smooth.find(Number.isFinite) ?? whole.max;
  const top = Math.max(first, whole.min) + headroom * Math.max(first - whole.min, 0.05 * Math.abs(first));
  return linearRange({ min: whole.min, max: Math.min(whole.max, top) });
}

function nearest(rates: readonly number[], rate: number): number {
  let best = -1;
  rates.forEach((candidate, i) => {
    const isNearer =
      best < 0 || Math.abs(Math.log(candidate / rate)) < Math.abs(Math.log(rates[best]! / rate));
    if (isNearer) best = i;
  });
  return best;
}

const isPower = (value: number): boolean => Number.isInteger(Number(Math.log10(value).toFixed(6)));
