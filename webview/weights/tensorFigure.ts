import { formatCount, formatNumber } from '../../src/display/numbers.js';
import { formatShape } from '../../src/display/units.js';
import type { TensorLayout, TensorSummary, TensorView, Tile } from '../../src/protocol/tensorView.js';
import { Figure } from '../chart/figure.js';
import type { Table } from '../chart/table.js';
import { element, icon, setText } from '../parts/element.js';
import { Latest } from '../parts/latest.js';
import type { ChartHost, Part } from '../parts/part.js';
import { FilterGrid } from './filterGrid.js';
import { Heatmap } from './heatmap.js';
import type { SideKind } from './heatmapDrawing.js';
import type { Picture } from './picture.js';
import { VectorBars } from './vectorBars.js';

/** What a table of values shows at most. */
const tableRows = 200;
const tableCols = 20;

/** What is shown: a tensor and what is known of all of it, or words where there is nothing to look at. */
export type Shown =
  { readonly view: TensorView; readonly summary: TensorSummary } | { readonly words: string };

/** One tensor as the picture that fits its shape: a heatmap, a convolution's filters, or bars. */
export class TensorFigure implements Part {
  readonly interval = 0;
  readonly figure: Figure;
  readonly #host: ChartHost;
  readonly #words = element('p', { class: 'empty muted small' });
  readonly #legend = element('span', { class: 'legend' });
  readonly #limits = [element('span'), element('span')] as const;
  readonly #tools = element('span', { class: 'tools' });
  readonly #foot = [element('span'), element('span', { class: 'wide' })] as const;
  readonly #numbers: Latest<TensorView, Tile>;
  #kind: TensorLayout['kind'] | null = null;
  #picture: Picture | null = null;
  #shown: Shown = { words: '' };
  #table: Tile | null = null;
  #sides: SideKind = 'norms';

  /** `names` are what a matrix's dimensions are called. */
  constructor(
    host: ChartHost,
    id: string,
    readonly names: readonly [rows: string, cols: string] = ['out', 'in'],
  ) {
    this.#host = host;
    this.#legend.append(this.#limits[0], element('i', { class: 'bar' }), this.#limits[1]);
    this.#legend.classList.add('off');
    this.figure = new Figure(host, {
      id,
      title: titles.matrix,
      tools: [this.#legend, this.#tools],
      table: () => this.#makeTable(),
    });
    this.figure.setFoot(...this.#foot);
    this.figure.picture.append(this.#words);
    this.#numbers = new Latest(
      (view) => view.requestTile(this.#tableQuestion()),
      (tile) => {
        this.#table = tile;
        this.figure.drawTable();
      },
      () => undefined,
    );
  }

  get element(): HTMLElement {
    return this.figure.element;
  }

  show(shown: Shown): void {
    this.#shown = shown;
    const isTensor = 'view' in shown;
    this.#words.hidden = isTensor;
    this.#legend.classList.toggle('off', !isTensor);
    this.#table = null;
    if (!isTensor) {
      setText(this.#words, shown.words);
      this.figure.setUnit('');
      this.figure.setLabel(shown.words);
      this.#foot.forEach((foot) => setText(foot, ''));
      this.#picture?.show(null, emptyLayout);
      this.#tools.classList.add('off');
      return;
    }
    const { view, summary } = shown;
    this.#tools.classList.remove('off');
    if (summary.layout.kind !== this.#kind) this.#makePicture(summary.layout.kind);
    this.#picture!.show(view, summary.layout);
  }

  /** Marks value number `index`, in row-major order, and brings it and the figure into sight. */
  point(index: number): void {
    this.#picture?.point(index);
    this.element.scrollIntoView({ block: 'nearest' });
  }

  draw(): void {
    this.figure.drawTable();
  }

  recolor(): void {
    this.#picture?.invalidate();
  }

  dispose(): void {
    this.#picture?.dispose();
  }

  #makePicture(kind: TensorLayout['kind']): void {
    this.#picture?.dispose();
    this.#kind = kind;
    const { figure } = this;
    figure.setTitle(titles[kind]);
    this.#tools.hidden = kind === 'vector';
    figure.picture.replaceChildren(this.#words);
    const options = {
      colors: () => this.#host.colors,
      onRead: (words: readonly Node[] | null) => figure.setRead(words),
      onTile: (tile: Tile) => this.#describe(tile),
      onFailure: (error: unknown) =>
        this.show({ words: error instanceof Error ? error.message : String(error) }),
    };
    if (kind === 'vector') {
      this.#tools.replaceChildren();
      this.#picture = new VectorBars(figure.picture, figure.element, options);
    } else if (kind === 'filters') {
      this.#picture = this.#makeFilters(options);
    } else {
      this.#picture = this.#makeHeatmap(options);
    }
  }

  #makeHeatmap(options: ConstructorParameters<typeof VectorBars>[2]): Heatmap {
    const heatmap = new Heatmap(this.figure.picture, this.figure.element, {
      ...options,
      names: this.names,
    });
    const button = (name: string, label: string, action: () => void): HTMLElement => {
      const made = element('button', {
        class: 'icon wide',
        title: label,
        attributes: { type: 'button', 'aria-label': label },
      });
      made.append(icon(name));
      made.onclick = action;
      return made;
    };
    this.#tools.replaceChildren(
      this.#chooseSides(heatmap),
      chooseClip((clip) => heatmap.setClip(clip)),
      button('zoom-out', 'Zoom out (−)', () => heatmap.zoomBy(1 / 1.5)),
      button('screen-full', 'Show the whole (0)', () => heatmap.fit()),
      button('zoom-in', 'Zoom in (+)', () => heatmap.zoomBy(1.5)),
    );
    return heatmap;
  }

  /** What the bars along the matrix show: the choice stays with the figure, whatever tensor comes. */
  #chooseSides(heatmap: Heatmap): HTMLElement {
    heatmap.setSides(this.#sides);
    const choice = element('select', {
      class: 'wide',
      title: 'What the bars beside the rows and columns show',
      attributes: { 'aria-label': 'Beside rows and columns' },
    });
    for (const kind of ['norms', 'sums'] as const) {
      const option = element('option', { attributes: { value: kind } }, kind);
      option.selected = kind === this.#sides;
      choice.append(option);
    }
    choice.onchange = () => {
      this.#sides = choice.value === 'sums' ? 'sums' : 'norms';
      heatmap.setSides(this.#sides);
    };
    return choice;
  }

  #makeFilters(options: ConstructorParameters<typeof VectorBars>[2]): FilterGrid {
    const channel = element('span', { class: 'small muted' });
    const step = (name: string, label: string, by: number): HTMLElement => {
      const made = element('button', {
        class: 'icon',
        title: label,
        attributes: { type: 'button', 'aria-label': label },
      });
      made.append(icon(name));
      made.onclick = () => grid.setChannel(grid.channel + by);
      return made;
    };
    const grid: FilterGrid = new FilterGrid(this.figure.picture, this.figure.element, {
      ...options,
      onChannel: (at, all) => {
        setText(channel, `input ${at} of ${all}`);
        this.#tools.hidden = all < 2;
      },
    });
    this.#tools.replaceChildren(
      step('chevron-left', 'Input channel before (↑)', -1),
      channel,
      step('chevron-right', 'Next input channel (↓)', 1),
    );
    return grid;
  }

  #describe(tile: Tile): void {
    if (!('summary' in this.#shown)) return;
    const { shape, moments } = this.#shown.summary;
    const limit = formatNumber(tile.limit, 2);
    setText(this.#limits[0], `−${limit}`);
    setText(this.#limits[1], `+${limit}`);
    this.figure.setUnit(formatShape(shape));
    const odd = moments.nan + moments.inf;
    const beyond =
      tile.beyond === null
        ? ''
        : `${formatCount(tile.beyond)} of ${formatCount(moments.count)} beyond ±${limit}`;
    const words = tile.pooled
      ? `each cell: the largest of ${formatCount(Math.ceil((tile.region.rows * tile.region.cols) / (tile.rows * tile.cols)))}`
      : beyond;
    setText(this.#foot[0], odd > 0 ? `${formatCount(odd)} not finite, in magenta; ${words}` : words);
    setText(this.#foot[1], keysOf[this.#kind ?? 'vector']);
    const { mean, std, min, max } = moments;
    this.figure.setLabel(
      `${formatShape(shape)} values from ${formatNumber(min)} to ${formatNumber(max)}, mean ${formatNumber(mean)}, standard deviation ${formatNumber(std)}`,
    );
    if (this.#host.view.tables.includes(this.figure.options.id)) this.#askTable();
  }

  #askTable(): void {
    if ('view' in this.#shown) this.#numbers.ask(this.#shown.view);
  }

  #tableQuestion(): Parameters<TensorView['requestTile']>[0] {
    const { layout } = (this.#shown as { summary: TensorSummary }).summary;
    const at = this.#picture instanceof Heatmap ? this.#picture.region : { row: 0, col: 0 };
    const rows = Math.min(tableRows, layout.rows - at.row);
    const cols = Math.min(layout.kind === 'vector' ? layout.cols : tableCols, layout.cols - at.col);
    return { region: { row: at.row, col: at.col, rows, cols }, resolution: { rows, cols }, clip: 1 };
  }

  #makeTable(): Table {
    const table = this.#table;
    if (!table) {
      this.#askTable();
      return { head: ['Row'], count: 0, row: () => [] };
    }
    const number = (value: number | undefined): string => formatNumber(value, 3);
    if (this.#kind === 'vector') {
      return {
        head: ['Index', 'Value'],
        count: table.cols,
        row: (i) => [String(i), number(table.values[i])],
      };
    }
    const { row: top, col: left } = table.region;
    const columns = Array.from({ length: table.cols }, (_, col) => col);
    return {
      head: ['Row', 'Σ', '‖w‖', ...columns.map((col) => String(left + col))],
      count: table.rows,
      row: (row) => [
        String(top + row),
        number(table.sides?.rows.sums[row]),
        number(table.sides?.rows.norms[row]),
        ...columns.map((col) => number(table.values[row * table.cols + col])),
      ],
    };
  }
}

const emptyLayout: TensorLayout = { kind: 'matrix', rows: 0, cols: 0, kernel: null };

const titles: Readonly<Record<TensorLayout['kind'], string>> = {
  matrix: 'Heatmap',
  filters: 'Filters',
  vector: 'Values by index',
};

const keysOf: Readonly<Record<TensorLayout['kind'], string>> = {
  matrix: '+ − zoom, drag pans, arrows read a cell, 0 shows the whole',
  filters: '← → choose a filter, ↑ ↓ the input channel',
  vector: '← → read a value',
};

/** Where the scale of colours ends, as a share of the magnitudes. */
function chooseClip(onChoose: (clip: number) => void): HTMLElement {
  const choice = element('select', {
    class: 'wide',
    title: 'Share of the magnitudes within the scale of colours',
    attributes: { 'aria-label': 'Clip the scale of colours' },
  });
  for (const percent of [95, 99, 100]) {
    const option = element('option', { attributes: { value: String(percent / 100) } }, `${percent} %`);
    option.selected = percent === 99;
    choice.append(option);
  }
  choice.onchange = () => onChoose(Number(choice.value));
  return choice;
}
