import { formatNumber } from '../../src/display/numbers.js';
import type { TensorLayout, TensorView, Tile } from '../../src/protocol/tensorView.js';
import { linearTicks } from '../chart/ticks.js';
import { element } from '../parts/element.js';
import { Latest } from '../parts/latest.js';
import { NextFrame } from '../parts/nextFrame.js';
import { CanvasSurface } from '../parts/surface.js';
import type { Picture, PictureOptions } from './picture.js';
import { shade } from './raster.js';

const margins = { left: 48, right: 6, top: 8, bottom: 18 } as const;

/** A tensor of one dimension as bars from zero, in the colours of the heatmap. ←→ read a value. */
export class VectorBars implements Picture {
  tile: Tile | null = null;
  readonly #surface: CanvasSurface;
  readonly #requests: Latest<TensorView, Tile>;
  #view: TensorView | null = null;
  #length = 0;
  #cursor: number | null = null;
  #pointed: number | null = null;
  readonly #frame = new NextFrame(() => this.#draw());

  constructor(
    parent: HTMLElement,
    focus: HTMLElement,
    readonly options: PictureOptions,
  ) {
    this.#surface = new CanvasSurface(parent, () => this.#ask());
    this.#requests = new Latest(
      (view) =>
        view.requestTile({
          region: { row: 0, col: 0, rows: 1, cols: this.#length },
          resolution: { rows: 1, cols: Math.max(1, Math.floor(this.#width)) },
          clip: 1,
        }),
      (tile) => {
        this.tile = tile;
        options.onTile(tile);
        this.#goToPointed();
        this.invalidate();
      },
      options.onFailure,
    );
    const { canvas } = this.#surface;
    canvas.addEventListener('pointermove', ({ offsetX }) => {
      const at = Math.floor(((offsetX - margins.left) / this.#width) * (this.tile?.cols ?? 0));
      this.#setCursor(at >= 0 && at < (this.tile?.cols ?? 0) ? at : null);
    });
    canvas.addEventListener('pointerleave', () => this.#setCursor(null));
    focus.addEventListener('blur', () => this.#setCursor(null));
    focus.addEventListener('keydown', (event) => {
      const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      if (event.target !== focus || !this.#view || !this.tile || step === undefined) return;
      event.preventDefault();
      const from = this.#cursor ?? (step > 0 ? -1 : this.tile.cols);
      this.#setCursor(Math.min(this.tile.cols - 1, Math.max(0, from + step)));
    });
  }

  show(view: TensorView | null, { cols }: TensorLayout): void {
    if (view !== this.#view) this.#requests.forget();
    if (cols !== this.#length) {
      this.tile = null;
      this.#setCursor(null);
    }
    this.#view = view;
    this.#length = cols;
    if (!view) this.tile = null;
    this.#ask();
  }

  point(index: number): void {
    this.#pointed = index;
    this.#goToPointed();
  }

  invalidate(): void {
    this.#frame.request();
  }

  dispose(): void {
    this.#frame.cancel();
    this.#requests.forget();
    this.#surface.dispose();
  }

  get #width(): number {
    return this.#surface.width - margins.left - margins.right;
  }

  #ask(): void {
    if (this.#view && this.#length > 0 && this.#width > 0) this.#requests.ask(this.#view);
  }

  /** Where what was pointed at stands among the bars, once they are there. */
  #goToPointed(): void {
    if (this.#pointed === null || !this.tile) return;
    this.#setCursor(Math.floor((this.#pointed * this.tile.cols) / this.#length));
    this.#pointed = null;
  }

  #setCursor(cursor: number | null): void {
    if (cursor === this.#cursor) return;
    this.#cursor = cursor;
    this.options.onRead(cursor === null || !this.tile ? null : [this.#words(cursor, this.tile)]);
    this.invalidate();
  }

  #words(cursor: number, { cols, values }: Tile): HTMLElement {
    const first = Math.ceil((cursor * this.#length) / cols);
    const last = Math.ceil(((cursor + 1) * this.#length) / cols) - 1;
    const place = last > first ? `${first}–${last}` : String(first);
    return element('span', {}, `${place} `, element('b', {}, formatNumber(values[cursor])));
  }

  #draw(): void {
    const { tile } = this;
    if (!this.#surface.begin() || !tile || this.#width < 8) return;
    const { context, height } = this.#surface;
    const colors = this.options.colors();
    const [top, bottom] = [margins.top, height - margins.bottom];
    const finite = tile.values.filter(Number.isFinite);
    const high = Math.max(0, ...finite) || 0;
    const low = Math.min(0, ...finite) || 0;
    const span = high - low || 1;
    const y = (value: number): number => top + ((high - value) / span) * (bottom - top);
    context.font = `11px ${colors.font}`;
    context.textBaseline = 'middle';
    context.textAlign = 'right';
    for (const value of linearTicks(low, high, Math.max(2, (bottom - top) / 36))) {
      context.fillStyle = colors.grid;
      context.fillRect(margins.left, Math.round(y(value)), this.#width, 1);
      context.fillStyle = colors.muted;
      context.fillText(formatNumber(value, 2), margins.left - 5, y(value));
    }
    const slot = this.#width / tile.cols;
    const thick = Math.min(24, Math.max(0.75, slot * 0.8));
    tile.values.forEach((value, i) => {
      const x = margins.left + (i + 0.5) * slot - thick / 2;
      const word = shade(value, tile.limit, colors);
      context.fillStyle = `rgb(${word & 0xff}, ${(word >> 8) & 0xff}, ${(word >> 16) & 0xff})`;
      if (!Number.isFinite(value)) context.fillRect(x, top, thick, bottom - top);
      else context.fillRect(x, Math.min(y(0), y(value)), thick, Math.max(1, Math.abs(y(value) - y(0))));
      if (i === this.#cursor) {
        context.strokeStyle = colors.fg;
        context.strokeRect(x - 1, top, thick + 2, bottom - top);
      }
    });
    context.fillStyle = colors.fg;
    context.fillRect(margins.left, Math.round(y(0)), this.#width, 1);
    context.fillStyle = colors.muted;
    context.textAlign = 'center';
    context.textBaseline = 'alphabetic';
    for (const index of linearTicks(0, this.#length - 1, this.#width / 40, true)) {
      context.fillText(
        String(index),
        margins.left + ((index + 0.5) / this.#length) * this.#width,
        height - 2,
      );
    }
  }
}
