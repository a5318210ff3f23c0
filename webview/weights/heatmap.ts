import { formatNumber } from '../../src/display/numbers.js';
import type { Region, TensorLayout, TensorView, Tile } from '../../src/protocol/tensorView.js';
import { element } from '../parts/element.js';
import { Latest } from '../parts/latest.js';
import { CanvasSurface } from '../parts/surface.js';
import { drawHeatmap, type Frame, type SideKind } from './heatmapDrawing.js';
import type { Picture, PictureOptions } from './picture.js';
import { fit, isWhole, pan, reveal, zoom, type Extent } from './viewport.js';

/** How much closer a key or a notch of the wheel brings. */
const zoomStep = 1.5;
/** Around a cell that is pointed out at most so much is shown, so that the cell is seen. */
const pointedRegion = { rows: 64, cols: 128 } as const;
const margins = { left: 34, right: 44, top: 14, bottom: 34 } as const;

export interface HeatmapOptions extends PictureOptions {
  /** What the dimensions are called, rows first. */
  readonly names: readonly [rows: string, cols: string];
}

/** A matrix as colours: zoom by + − and the wheel, pan by drag, a cell by the arrows, 0 shows the whole. */
export class Heatmap implements Picture {
  tile: Tile | null = null;
  clip = 0.99;
  sides: SideKind = 'norms';
  readonly #surface: CanvasSurface;
  readonly #requests: Latest<TileQuestion, Tile>;
  #view: TensorView | null = null;
  #extent: Extent = { rows: 0, cols: 0 };
  #region: Region = fit(this.#extent);
  #cursor: { readonly row: number; readonly col: number } | null = null;
  #frame = 0;

  /** Draws in `parent`, and hears the keys of `focus`, which contains it. */
  constructor(
    parent: HTMLElement,
    focus: HTMLElement,
    readonly options: HeatmapOptions,
  ) {
    this.#surface = new CanvasSurface(parent, () => this.#ask());
    this.#requests = new Latest(
      ({ view, ...question }) => view.requestTile(question),
      (tile) => {
        this.tile = tile;
        options.onTile(tile);
        this.invalidate();
      },
      options.onFailure,
    );
    this.#listen(focus);
  }

  get canvas(): HTMLCanvasElement {
    return this.#surface.canvas;
  }

  /** The part that is shown, and whether it is all. */
  get region(): Region {
    return this.#region;
  }

  get isWhole(): boolean {
    return isWhole(this.#region, this.#extent);
  }

  /** Shows a tensor; where it has the shape of the one before, the same part of it. Null shows nothing. */
  show(view: TensorView | null, { rows, cols }: TensorLayout): void {
    if (view !== this.#view) this.#requests.forget();
    this.#view = view;
    if (rows !== this.#extent.rows || cols !== this.#extent.cols) {
      this.#extent = { rows, cols };
      this.#region = fit(this.#extent);
      this.#cursor = null;
      this.tile = null;
      this.options.onRead(null);
    }
    if (!view) this.tile = null;
    this.#ask();
  }

  setClip(clip: number): void {
    this.clip = clip;
    this.#ask();
  }

  setSides(sides: SideKind): void {
    this.sides = sides;
    this.invalidate();
  }

  /** Comes closer (above 1) or goes back around the cell that is pointed at, else the middle. */
  zoomBy(factor: number): void {
    const { row, col, rows, cols } = this.#region;
    const at = this.#cursor ?? { row: row + rows / 2, col: col + cols / 2 };
    this.#move(zoom(this.#region, this.#extent, factor, at.row, at.col));
  }

  fit(): void {
    this.#move(fit(this.#extent));
  }

  point(index: number): void {
    const cell = { row: Math.floor(index / this.#extent.cols), col: index % this.#extent.cols };
    const rows = Math.min(this.#extent.rows, pointedRegion.rows);
    const cols = Math.min(this.#extent.cols, pointedRegion.cols);
    const corner = { row: 0, col: 0, rows, cols };
    this.#move(pan(corner, this.#extent, cell.row - rows / 2, cell.col - cols / 2));
    this.#setCursor(cell);
  }

  /** Draws with the next frame. */
  invalidate(): void {
    if (this.#frame === 0) {
      this.#frame = requestAnimationFrame(() => {
        this.#frame = 0;
        this.draw();
      });
    }
  }

  draw(): void {
    const frame = this.#layOut();
    if (!this.#surface.begin() || !frame) return;
    drawHeatmap(this.#surface, frame, this.options.colors());
    this.#read();
  }

  dispose(): void {
    cancelAnimationFrame(this.#frame);
    this.#requests.forget();
    this.#surface.dispose();
  }

  #layOut(): Frame | null {
    const { width, height } = this.#surface;
    const [plotWidth, plotHeight] = [
      width - margins.left - margins.right,
      height - margins.top - margins.bottom,
    ];
    if (!this.tile || plotWidth < 8 || plotHeight < 8) return null;
    return {
      left: margins.left,
      top: margins.top,
      width: plotWidth,
      height: plotHeight,
      region: this.#region,
      tile: this.tile,
      cursor: this.#cursor,
      names: this.options.names,
      sides: this.sides,
    };
  }

  #move(region: Region): void {
    this.#region = region;
    this.#ask();
    this.invalidate();
  }

  #ask(): void {
    const { width, height, ratio } = this.#surface;
    const cols = Math.floor((width - margins.left - margins.right) * ratio);
    const rows = Math.floor((height - margins.top - margins.bottom) * ratio);
    if (!this.#view || cols < 1 || rows < 1 || this.#extent.rows === 0 || this.#extent.cols === 0) return;
    this.#requests.ask({
      view: this.#view,
      region: this.#region,
      resolution: { rows, cols },
      clip: this.clip,
    });
  }

  #listen(focus: HTMLElement): void {
    const { canvas } = this.#surface;
    let drag: { readonly x: number; readonly y: number; readonly region: Region } | null = null;
    canvas.addEventListener('pointerdown', (event) => {
      if (event.button !== 0 || this.isWhole) return;
      drag = { x: event.clientX, y: event.clientY, region: this.#region };
      canvas.setPointerCapture(event.pointerId);
    });
    canvas.addEventListener('pointermove', (event) => {
      const frame = this.#layOut();
      if (!frame) return;
      if (drag) {
        const { region } = drag;
        const down = ((drag.y - event.clientY) / frame.height) * region.rows;
        const right = ((drag.x - event.clientX) / frame.width) * region.cols;
        this.#move(pan(region, this.#extent, down, right));
      }
      this.#point(event.offsetX, event.offsetY, frame);
    });
    canvas.addEventListener('pointerup', () => (drag = null));
    canvas.addEventListener('pointercancel', () => (drag = null));
    canvas.addEventListener('pointerleave', () => this.#setCursor(null));
    // A page is scrolled over a picture: the wheel zooms with Ctrl (or two fingers), or where the picture has the focus.
    canvas.addEventListener(
      'wheel',
      (event) => {
        if (!event.ctrlKey && !event.metaKey && document.activeElement !== focus) return;
        event.preventDefault();
        this.zoomBy(zoomStep ** (-event.deltaY / 100));
      },
      { passive: false },
    );
    focus.addEventListener('keydown', (event) => {
      if (
        event.target === focus &&
        !event.ctrlKey &&
        !event.metaKey &&
        !event.altKey &&
        this.onKey(event.key)
      )
        event.preventDefault();
    });
    focus.addEventListener('blur', () => this.#setCursor(null));
  }

  /** Returns whether the key meant something. */
  onKey(key: string): boolean {
    if (!this.#view) return false;
    if (key === '+' || key === '=') this.zoomBy(zoomStep);
    else if (key === '-' || key === '_') this.zoomBy(1 / zoomStep);
    else if (key === '0') this.fit();
    else if (key === 'Escape' && this.#cursor) this.#setCursor(null);
    else return this.#step(key);
    return true;
  }

  #step(key: string): boolean {
    const down = { ArrowUp: -1, ArrowDown: 1 }[key] ?? 0;
    const right = { ArrowLeft: -1, ArrowRight: 1 }[key] ?? 0;
    if (!this.tile || (down === 0 && right === 0)) return false;
    const { row, col, rows, cols } = this.#region;
    if (!this.#cursor) {
      this.#setCursor({ row: row + (rows >> 1), col: col + (cols >> 1) });
      return true;
    }
    // Over a pooled picture one step is one cell of the picture.
    const stride = { row: Math.ceil(rows / this.tile.rows), col: Math.ceil(cols / this.tile.cols) };
    const clamp = (at: number, all: number): number => Math.min(all - 1, Math.max(0, at));
    const to = {
      row: clamp(this.#cursor.row + down * stride.row, this.#extent.rows),
      col: clamp(this.#cursor.col + right * stride.col, this.#extent.cols),
    };
    const region = reveal(this.#region, this.#extent, to.row, to.col);
    if (region.row !== row || region.col !== col) this.#move(region);
    this.#setCursor(to);
    return true;
  }

  #point(x: number, y: number, { left, top, width, height }: Frame): void {
    const { row, col, rows, cols } = this.#region;
    const at = {
      row: row + Math.floor(((y - top) / height) * rows),
      col: col + Math.floor(((x - left) / width) * cols),
    };
    const isInside = at.row >= row && at.row < row + rows && at.col >= col && at.col < col + cols;
    this.#setCursor(isInside ? at : null);
  }

  #setCursor(cursor: { readonly row: number; readonly col: number } | null): void {
    if (cursor?.row === this.#cursor?.row && cursor?.col === this.#cursor?.col) return;
    this.#cursor = cursor;
    this.invalidate();
  }

  #read(): void {
    this.options.onRead(this.#cursor && this.tile ? this.#words(this.#cursor, this.tile) : null);
  }

  #words(cursor: { readonly row: number; readonly col: number }, tile: Tile): Node[] {
    const { region } = tile;
    const place = (at: number, from: number, size: number, cells: number): [number, string] => {
      const cell = Math.floor(((at - from) * cells) / size);
      const first = from + Math.ceil((cell * size) / cells);
      const last = from + Math.ceil(((cell + 1) * size) / cells) - 1;
      return [cell, last > first ? `${first}–${last}` : String(first)];
    };
    const [row, rowWords] = place(cursor.row, region.row, region.rows, tile.rows);
    const [col, colWords] = place(cursor.col, region.col, region.cols, tile.cols);
    const value = tile.values[row * tile.cols + col];
    if (value === undefined) return [];
    const [rowName, colName] = this.options.names;
    return [
      element(
        'span',
        {},
        `${rowName} `,
        element('b', {}, rowWords),
        ` ← ${colName} `,
        element('b', {}, colWords),
        ' ',
        element('b', {}, Number.isNaN(value) ? 'not finite' : formatNumber(value)),
      ),
      ...this.#sideWords(row, col, tile),
    ];
  }

  /** Of the row and the column that are read, where they are one each. */
  #sideWords(row: number, col: number, { sides, pooled }: Tile): Node[] {
    if (!sides || pooled) return [];
    const [open, close] = this.sides === 'norms' ? ['‖', '‖'] : ['Σ ', ''];
    const say = (name: string, value: number | undefined): string =>
      `${open}${name}${close} ${formatNumber(value)}`;
    const [rowName, colName] = this.options.names;
    const words = [say(rowName, sides.rows[this.sides][row]), say(colName, sides.cols[this.sides][col])];
    return [element('span', { class: 'muted wide' }, words.join('  '))];
  }
}

interface TileQuestion {
  readonly view: TensorView;
  readonly region: Region;
  readonly resolution: { readonly rows: number; readonly cols: number };
  readonly clip: number;
}
