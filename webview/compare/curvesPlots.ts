import type { ComparedRun } from '../../src/protocol/comparePanel.js';
import { formatCount, formatLoss, formatPercent } from '../../src/display/numbers.js';
import type { Curve } from '../chart/decimate.js';
import { drawEnds, labelRoom } from '../chart/ends.js';
import { Line } from '../chart/line.js';
import { Plot } from '../chart/plot.js';
import { extent, linearRange, logRange, union, type Range } from '../chart/range.js';
import { indicesWithin, valuesWithin, type TimeWindow } from '../chart/timeWindow.js';
import type { Table } from '../chart/table.js';
import { decadeAxis, epochAxis, valueAxis } from '../chart/timeAxis.js';
import { element } from '../parts/element.js';
import { describeMetric, type MetricWords } from '../parts/metrics.js';
import { createSegmented } from '../parts/segmented.js';
import type { ComparePanel } from './panel.js';
import { Swatch } from './swatch.js';

/** Of a loss that fell this far the axis is logarithmic, unless the user chose. */
const fall = 10;
/** So many runs are read out at the crosshair. */
const mostRead = 4;

interface Drawn {
  readonly run: ComparedRun;
  readonly curve: Curve;
}

/** The loss and a metric of all shown runs over their epochs, a line a run. */
export function createCurvesPlots(panel: ComparePanel): Plot[] {
  return [createLossPlot(panel), createMetricPlot(panel)];
}

function createLossPlot(panel: ComparePanel): Plot {
  const scale = createSegmented(
    'Scale of the loss',
    [
      { value: 'log', label: 'log' },
      { value: 'linear', label: 'linear' },
    ],
    (lossScale) => panel.choose({ lossScale }),
  );
  const plot = new CurvesPlot(panel, {
    id: 'loss',
    metric: () => 'loss',
    words: () => ({ title: 'Loss', format: formatLoss, share: false }),
    tool: scale.element,
    isLog: (drawn) => {
      const all = extentOf(drawn, false);
      const positive = extentOf(drawn, true);
      const canBe = all !== null && all.min > 0 && positive !== null;
      const { lossScale } = panel.view;
      const log =
        canBe && (lossScale === 'log' || (lossScale === 'auto' && positive.max / positive.min >= fall));
      scale.choose(log ? 'log' : 'linear');
      return log;
    },
  });
  return plot.plot;
}

function createMetricPlot(panel: ComparePanel): Plot {
  const tools = element('span');
  let offered = '';
  let chooser: ReturnType<typeof createSegmented<string>> | null = null;
  const metric = (): string | null => {
    const names = panel.model.metricNames;
    const name = names.find((candidate) => candidate === panel.view.metric) ?? names[0] ?? null;
    if (names.length > 1 && names.join() !== offered) {
      offered = names.join();
      chooser = createSegmented(
        'Metric',
        names.map((value) => ({ value, label: describeMetric(value).short })),
        (chosen) => panel.choose({ metric: chosen }),
      );
      tools.replaceChildren(chooser.element);
    }
    if (name !== null) chooser?.choose(name);
    return name;
  };
  const plot = new CurvesPlot(panel, {
    id: 'metric',
    metric,
    words: () => describeMetric(metric() ?? 'metric'),
    tool: tools,
    isLog: () => false,
  });
  return plot.plot;
}

interface Quantity {
  readonly id: string;
  readonly metric: () => string | null;
  readonly words: () => Pick<MetricWords, 'title' | 'format' | 'share'>;
  readonly tool: HTMLElement;
  readonly isLog: (drawn: readonly Drawn[]) => boolean;
}

class CurvesPlot {
  readonly plot: Plot;
  readonly #lines = new WeakMap<Curve, Line>();

  constructor(
    readonly panel: ComparePanel,
    readonly quantity: Quantity,
  ) {
    this.plot = new Plot(
      panel,
      {
        id: quantity.id,
        title: quantity.words().title,
        tools: [quantity.tool],
        table: () => this.#table(),
        label: () => this.#label(),
      },
      () => this.#draw(),
    );
    panel.time.link(this.plot.figure, this.plot.plane);
    panel.crosshair.link(this.plot.figure, this.plot.plane, (x) => this.#read(x));
  }

  /** The chosen run last, so that its line lies on top. */
  #drawn(): Drawn[] {
    const metric = this.quantity.metric();
    if (metric === null) return [];
    return this.panel.shown.flatMap((run) => {
      const curve = this.panel.model.curve(run, metric, this.panel.view.split);
      return curve ? [{ run, curve }] : [];
    });
  }

  #draw(): ReturnType<Plot['describe']> {
    const { panel, quantity } = this;
    const drawn = this.#drawn();
    const words = quantity.words();
    const log = quantity.isLog(drawn);
    const range = rangeOf(drawn, log, words.share, panel.time.zoomed);
    this.plot.figure.setTitle(
      `${panel.view.split === 'training' ? 'Training' : 'Validation'} ${lower(words.title)}`,
    );
    this.plot.figure.setUnit(log ? 'log' : '');
    const missing = panel.shown.length - drawn.length;
    this.plot.figure.setFoot(
      ...(missing > 0
        ? [element('span', {}, `${missing} of ${panel.shown.length} runs have none of it`)]
        : []),
    );
    return {
      x: epochAxis(
        panel.time.shown,
        labelRoom(
          drawn.map(({ run }) => run.name),
          panel.colors,
        ),
      ),
      y: log
        ? decadeAxis(range)
        : words.share
          ? valueAxis(range, (value) => formatPercent(value, 0))
          : valueAxis(range),
      draw: (surface) => {
        const chosenLast = [...drawn].sort(
          (a, b) => Number(panel.look(a.run).isChosen) - Number(panel.look(b.run).isChosen),
        );
        for (const { run, curve } of chosenLast) {
          const { color, dash, isChosen } = panel.look(run);
          this.#line(curve).draw(surface, { color, dash, width: isChosen ? 2.5 : 1.5 });
        }
        drawEnds(
          surface,
          drawn.map(({ run, curve }) => {
            const { color, isChosen } = panel.look(run);
            let at = indicesWithin(curve.x, panel.time.shown)[1] - 1;
            while (at >= 0 && !Number.isFinite(curve.y.at(at))) at--;
            return { x: curve.x.at(at), y: curve.y.at(at), text: run.name, color, bold: isChosen };
          }),
        );
      },
    };
  }

  #line(curve: Curve): Line {
    let line = this.#lines.get(curve);
    if (!line) this.#lines.set(curve, (line = new Line(curve)));
    return line;
  }

  #read(x: number): Node[] {
    const { format } = this.quantity.words();
    const epoch = Math.max(1, Math.round(x));
    const values = this.#drawn()
      .slice(0, mostRead)
      .map(({ run, curve }) => {
        const swatch = new Swatch();
        swatch.draw(this.panel.look(run));
        const at = curve.x.nearest(epoch);
        // A run that ended before has no value here.
        const isOver = epoch > curve.x.last();
        return element('span', { title: run.name }, swatch.element, format(isOver ? NaN : curve.y.at(at)));
      });
    return [element('span', { class: 'muted' }, `epoch ${formatCount(epoch)}`), ...values];
  }

  #table(): Table {
    const drawn = this.#drawn();
    const { format } = this.quantity.words();
    const epochs = [...new Set(drawn.flatMap(({ curve }) => [...curve.x.view()]))].sort((a, b) => b - a);
    return {
      head: ['Epoch', ...drawn.map(({ run }) => run.name)],
      count: epochs.length,
      row: (index) => {
        const epoch = epochs[index]!;
        const cells = drawn.map(({ curve }) => {
          const at = curve.x.nearest(epoch);
          return format(curve.x.at(at) === epoch ? curve.y.at(at) : NaN);
        });
        return [formatCount(epoch), ...cells];
      },
    };
  }

  #label(): string {
    const { title, format } = this.quantity.words();
    const ends = this.#drawn().map(({ run, curve }) => `${run.name} ${format(curve.y.last())}`);
    return `${title} by epoch, at the end ${ends.join(', ')}`;
  }
}

const lower = (title: string): string => (/^R²/.test(title) ? title : title.toLowerCase());

function extentOf(
  drawn: readonly Drawn[],
  positive: boolean,
  window: TimeWindow | null = null,
): Range | null {
  return drawn.reduce<Range | null>(
    (range, { curve }) => union(range, extent(valuesWithin(curve, window), null, positive)),
    null,
  );
}

function rangeOf(drawn: readonly Drawn[], log: boolean, share: boolean, window: TimeWindow | null): Range {
  const seen = extentOf(drawn, log, window);
  if (!seen) return { min: 0, max: 1 };
  if (log) return logRange(seen);
  if (window) return linearRange(seen);
  // A share's axis ends at 1 and begins at the fifth below the lowest.
  return share ? { min: Math.min(0.8, Math.floor(seen.min * 5 + 1e-9) / 5), max: 1 } : linearRange(seen);
}
