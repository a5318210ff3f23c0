import { formatNumber } from '../../src/display/numbers.js';
import type { TensorLayout, TensorView, Tile } from '../../src/protocol/tensorView.js';
import { element } from '../parts/element.js';
import { Latest } from '../parts/latest.js';
import { NextFrame } from '../parts/nextFrame.js';
import { CanvasSurface } from '../parts/surface.js';
import type { Picture, PictureOptions } from './picture.js';
import { inkOn, rasterize, shade } from './raster.js';

const gap = 10;
const label = 14;
/** Smaller than this a kernel tells nothing. */
const leastSize = 24;

interface Grid {
  readonly columns: number;
  /** Of one kernel's picture, in px. */
  readonly width: number;
  readonly height: number;
  /** The filters on this page. */
  readonly first: number;
  readonly count: number;
}

/** A convolution's kernels, one input channel at a time, all on one scale. ←→ choose a filter, ↑↓ the channel. */
export class FilterGrid implements Picture {
  tile: Tile | null = null;
  readonly #surface: CanvasSurface;
  readonly #requests: Latest<TensorView, Tile>;
  #view: TensorView | null = null;
  #layout: TensorLayout = { kind: 'filters', rows: 0, cols: 0, kernel: [1, 1] };
  #channel = 0;
  #filter = 0;
  readonly #frame = new NextFrame(() => this.#draw());

  constructor(
    parent: HTMLElement,
    focus: HTMLElement,
    readonly options: PictureOptions & { readonly onChannel: (channel: number, channels: number) => void },
  ) {
    this.#surface = new CanvasSurface(parent, () => this.invalidate());
    this.#requests = new Latest(
      (view) => view.requestTile(this.#question()),
      (tile) => {
        this.tile = tile;
        options.onTile(tile);
        this.invalidate();
      },
      options.onFailure,
    );
    this.#surface.canvas.addEventListener('pointermove', (event) => {
      const filter = this.#at(event.offsetX, event.offsetY);
      this.options.onRead(filter === null ? null : [this.#words(filter)]);
    });
    this.#surface.canvas.addEventListener('pointerleave', () => this.options.onRead(null));
    this.#surface.canvas.addEventListener('click', (event) => {
      const filter = this.#at(event.offsetX, event.offsetY);
      if (filter !== null) this.#choose(filter);
    });
    focus.addEventListener('keydown', (event) => {
      if (event.target !== focus || !this.#view || event.ctrlKey || event.metaKey || event.altKey) return;
      const along = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      const through = { ArrowUp: -1, ArrowDown: 1 }[event.key];
      if (along === undefined && through === undefined) return;
      event.preventDefault();
      if (along !== undefined) this.#choose(this.#filter + along);
      else this.setChannel(this.#channel + through!);
      this.options.onRead([this.#words(this.#filter)]);
    });
    focus.addEventListener('blur', () => this.options.onRead(null));
  }

  show(view: TensorView | null, layout: TensorLayout): void {
    if (view !== this.#view) this.#requests.forget();
    if (layout.rows !== this.#layout.rows || layout.cols !== this.#layout.cols) {
      this.#channel = this.#filter = 0;
      this.tile = null;
    }
    this.#view = view;
    this.#layout = layout;
    if (!view) this.tile = null;
    this.#ask();
    this.options.onChannel(this.#channel, this.#channels);
  }

  point(index: number): void {
    const { cols } = this.#layout;
    const [height, width] = this.#kernel;
    this.#choose(Math.floor(index / cols));
    this.setChannel(Math.floor((index % cols) / (height * width)));
    this.options.onRead([this.#words(this.#filter)]);
  }

  setChannel(channel: number): void {
    this.#channel = Math.min(this.#channels - 1, Math.max(0, channel));
    this.options.onChannel(this.#channel, this.#channels);
    this.#ask();
  }

  get channel(): number {
    return this.#channel;
  }

  invalidate(): void {
    this.#frame.request();
  }

  dispose(): void {
    this.#frame.cancel();
    this.#requests.forget();
    this.#surface.dispose();
  }

  get #kernel(): readonly [height: number, width: number] {
    return this.#layout.kernel ?? [1, 1];
  }

  get #channels(): number {
    const [height, width] = this.#kernel;
    return Math.max(1, this.#layout.cols / (height * width));
  }

  #question(): Parameters<TensorView['requestTile']>[0] {
    const [height, width] = this.#kernel;
    const size = height * width;
    const region = { row: 0, col: this.#channel * size, rows: this.#layout.rows, cols: size };
    return { region, resolution: { rows: this.#layout.rows, cols: size }, clip: 0.99 };
  }

  #ask(): void {
    if (this.#view && this.#layout.rows > 0) this.#requests.ask(this.#view);
  }

  #choose(filter: number): void {
    this.#filter = Math.min(this.#layout.rows - 1, Math.max(0, filter));
    this.invalidate();
  }

  /** As large as all filters fit; where they would be too small, a page of them with the chosen one. */
  #grid(width: number, height: number): Grid {
    const [kernelHeight, kernelWidth] = this.#kernel;
    const aspect = kernelHeight / kernelWidth;
    const rowsOf = (size: number): number => Math.floor((height + gap) / (size * aspect + gap + label));
    const columnsOf = (size: number): number => Math.floor((width + gap) / (size + gap));
    let size = Math.min(width, height / aspect);
    const filters = this.#layout.rows;
    while (size > leastSize && Math.max(0, rowsOf(size)) * columnsOf(size) < filters) size -= 1;
    size = Math.max(leastSize, size);
    const columns = Math.max(1, columnsOf(size));
    const page = Math.max(1, rowsOf(size)) * columns;
    const first = Math.floor(this.#filter / page) * page;
    return { columns, width: size, height: size * aspect, first, count: Math.min(page, filters - first) };
  }

  #place(grid: Grid, filter: number): { readonly x: number; readonly y: number } {
    const at = filter - grid.first;
    return {
      x: (at % grid.columns) * (grid.width + gap),
      y: Math.floor(at / grid.columns) * (grid.height + gap + label) + label,
    };
  }

  #at(x: number, y: number): number | null {
    const grid = this.#grid(this.#surface.width, this.#surface.height);
    for (let filter = grid.first; filter < grid.first + grid.count; filter++) {
      const place = this.#place(grid, filter);
      if (x >= place.x && x < place.x + grid.width && y >= place.y - label && y < place.y + grid.height)
        return filter;
    }
    return null;
  }

  #valuesOf(filter: number, tile: Tile): Float32Array {
    return tile.values.subarray(filter * tile.cols, (filter + 1) * tile.cols);
  }

  #words(filter: number): HTMLElement {
    const values = this.tile ? this.#valuesOf(filter, this.tile) : new Float32Array();
    const norm = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
    return element('span', {}, 'filter ', element('b', {}, String(filter)), ` ‖w‖ ${formatNumber(norm)}`);
  }

  #draw(): void {
    const { tile } = this;
    if (!this.#surface.begin() || !tile) return;
    const { context, width, height } = this.#surface;
    const colors = this.options.colors();
    const [kernelHeight, kernelWidth] = this.#kernel;
    const grid = this.#grid(width, height);
    context.imageSmoothingEnabled = false;
    context.font = `11px ${colors.font}`;
    for (let filter = grid.first; filter < grid.first + grid.count; filter++) {
      const { x, y } = this.#place(grid, filter);
      const values = this.#valuesOf(filter, tile);
      const isChosen = filter === this.#filter;
      context.drawImage(
        rasterize(values, kernelHeight, kernelWidth, tile.limit, colors),
        x,
        y,
        grid.width,
        grid.height,
      );
      context.strokeStyle = isChosen ? colors.focus : colors.grid;
      context.lineWidth = isChosen ? 2 : 1;
      context.strokeRect(x - 0.5, y - 0.5, grid.width + 1, grid.height + 1);
      context.textAlign = 'left';
      context.textBaseline = 'alphabetic';
      context.fillStyle = isChosen ? colors.fg : colors.muted;
      context.fillText(String(filter), x, y - 3);
      this.#drawNumbers(values, x, y, grid, tile.limit);
    }
  }

  #drawNumbers(values: Float32Array, x: number, y: number, grid: Grid, limit: number): void {
    const [kernelHeight, kernelWidth] = this.#kernel;
    const cell = { width: grid.width / kernelWidth, height: grid.height / kernelHeight };
    if (cell.width < 40 || cell.height < 15) return;
    const { context } = this.#surface;
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    values.forEach((value, i) => {
      context.fillStyle = inkOn(shade(value, limit, this.options.colors()));
      context.fillText(
        formatNumber(value, 2),
        x + ((i % kernelWidth) + 0.5) * cell.width,
        y + (Math.floor(i / kernelWidth) + 0.5) * cell.height,
      );
    });
  }
}
