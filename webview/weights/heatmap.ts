import type { Region, TensorLayout, TensorView, Tile } from '../../src/protocol/tensorView.js';
import { Latest } from '../parts/latest.js';
import { NextFrame } from '../parts/nextFrame.js';
import { CanvasSurface } from '../parts/surface.js';
import { drawHeatmap, type Cell, type Frame, type SideKind } from './heatmapDrawing.js';
import { listenForMoves, type Movable } from './heatmapInput.js';
import { cellWords } from './heatmapWords.js';
import type { Picture, PictureOptions } from './picture.js';
import { fit, isWhole, pan, reveal, zoom, type Extent } from './viewport.js';

/** Around a cell that is pointed out at most so much is shown, so that the cell is seen. */
const pointedRegion = { rows: 64, cols: 128 } as const;
const margins = { left: 34, right: 44, top: 14, bottom: 34 } as const;

export interface HeatmapOptions extends PictureOptions {
  /** What the dimensions are called, rows first. */
  readonly names: readonly [rows: string, cols: string];
}

/**
 * A matrix as colours: zoom by + − and the wheel, pan by drag, a cell by the arrows, 0 shows the whole. What is there
 * already is painted at once: the part that was shown last, and beyond it the whole, coarsely.
 */
export class Heatmap implements Picture, Movable {
  tile: Tile | null = null;
  clip = 0.99;
  sides: SideKind = 'norms';
  cursor: Cell | null = null;
  readonly #surface: CanvasSurface;
  readonly #requests: Latest<TileQuestion, Tile>;
  #view: TensorView | null = null;
  /** The whole of what is shown, as it was read last. */
  #overview: Tile | null = null;
  #extent: Extent = { rows: 0, cols: 0 };
  #region: Region = fit(this.#extent);
  readonly #frame = new NextFrame(() => this.draw());

  /** Draws in `parent`, and hears the keys of `focus`, which contains it. */
  constructor(
    parent: HTMLElement,
    focus: HTMLElement,
    readonly options: HeatmapOptions,
  ) {
    this.#surface = new CanvasSurface(parent, () => this.#ask());
    this.#requests = new Latest(
      ({ view, ...question }) => view.requestTile(question),
      (tile, { view }) => {
        this.tile = tile;
        if (view === this.#view && isWhole(tile.region, this.#extent)) this.#overview = tile;
        options.onTile(tile);
        this.invalidate();
      },
      options.onFailure,
    );
    listenForMoves(this.#surface.canvas, focus, this);
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
    if (view !== this.#view) {
      this.#requests.forget();
      this.#overview = null;
    }
    this.#view = view;
    if (rows !== this.#extent.rows || cols !== this.#extent.cols) {
      this.#extent = { rows, cols };
      this.#region = fit(this.#extent);
      this.cursor = null;
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
    const at = this.cursor ?? { row: row + rows / 2, col: col + cols / 2 };
    this.#move(zoom(this.#region, this.#extent, factor, at.row, at.col));
  }

  fit(): void {
    this.#move(fit(this.#extent));
  }

  panFrom(from: Region, down: number, right: number): void {
    this.#move(pan(from, this.#extent, down, right));
  }

  point(index: number): void {
    const cell = { row: Math.floor(index / this.#extent.cols), col: index % this.#extent.cols };
    const rows = Math.min(this.#extent.rows, pointedRegion.rows);
    const cols = Math.min(this.#extent.cols, pointedRegion.cols);
    this.panFrom({ row: 0, col: 0, rows, cols }, cell.row - rows / 2, cell.col - cols / 2);
    this.setCursor(cell);
  }

  step(down: number, right: number): boolean {
    if (!this.#view) return false;
    const { row, col, rows, cols } = this.#region;
    if (!this.cursor || !this.tile) {
      // Read as soon as the numbers come.
      this.setCursor(this.cursor ?? { row: row + (rows >> 1), col: col + (cols >> 1) });
      return true;
    }
    // Over a pooled picture one step is one cell of the picture.
    const stride = { row: Math.ceil(rows / this.tile.rows), col: Math.ceil(cols / this.tile.cols) };
    const clamp = (at: number, all: number): number => Math.min(all - 1, Math.max(0, at));
    const to = {
      row: clamp(this.cursor.row + down * stride.row, this.#extent.rows),
      col: clamp(this.cursor.col + right * stride.col, this.#extent.cols),
    };
    const region = reveal(this.#region, this.#extent, to.row, to.col);
    if (region.row !== row || region.col !== col) this.#move(region);
    this.setCursor(to);
    return true;
  }

  setCursor(cursor: Cell | null): void {
    if (cursor?.row === this.cursor?.row && cursor?.col === this.cursor?.col) return;
    this.cursor = cursor;
    this.invalidate();
  }

  /** Draws with the next frame. */
  invalidate(): void {
    this.#frame.request();
  }

  draw(): void {
    const frame = this.frame();
    if (!this.#surface.begin() || !frame) return;
    drawHeatmap(this.#surface, frame, this.options.colors());
    const { cursor, sides } = this;
    this.options.onRead(cursor && cellWords(cursor, frame.tile, sides, this.options.names));
  }

  dispose(): void {
    this.#frame.cancel();
    this.#requests.forget();
    this.#surface.dispose();
  }

  frame(): Frame | null {
    const width = this.#surface.width - margins.left - margins.right;
    const height = this.#surface.height - margins.top - margins.bottom;
    if (!this.tile || width < 8 || height < 8) return null;
    return {
      left: margins.left,
      top: margins.top,
      width,
      height,
      region: this.#region,
      tile: this.tile,
      overview: this.#overview,
      cursor: this.cursor,
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
}

interface TileQuestion {
  readonly view: TensorView;
  readonly region: Region;
  readonly resolution: { readonly rows: number; readonly cols: number };
  readonly clip: number;
}
