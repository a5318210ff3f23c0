import { formatCount, formatPercent } from '../../src/display/numbers.js';
import { Figure } from '../chart/figure.js';
import { element } from '../parts/element.js';
import { NextFrame } from '../parts/nextFrame.js';
import type { ChartHost, Part } from '../parts/part.js';
import { CanvasSurface } from '../parts/surface.js';
import type { Confusion } from './confusion.js';

const margins = { left: 76, right: 4, top: 18, bottom: 30 } as const;
const roomForCount = { width: 26, height: 14 } as const;

/** Of more classes a cell has no room for its count at the usual height: the figure grows with them. */
const usualClasses = 20;
const heights = { usual: 300, aClass: 15, most: 620 } as const;
/** Least px between the middles of two names. */
const nameGap = { row: 13, col: 16 } as const;

/** A confusion matrix: the stronger, the larger the share of its actual class. Arrows read a cell. */
export class ConfusionFigure implements Part {
  readonly interval = 0;
  readonly figure: Figure;
  readonly #host: ChartHost;
  readonly #surface: CanvasSurface;
  #confusion: Confusion | null = null;
  #cursor: { readonly row: number; readonly col: number } | null = null;
  readonly #frame = new NextFrame(() => {
    this.#draw();
    this.figure.drawTable();
  });

  constructor(host: ChartHost, id: string) {
    this.#host = host;
    this.figure = new Figure(host, {
      id,
      title: 'Confusion matrix',
      table: () => {
        const { classes, counts } = this.#confusion ?? { classes: [], counts: new Uint32Array() };
        return {
          head: ['Actual', ...classes],
          count: classes.length,
          row: (row) => [
            classes[row]!,
            ...classes.map((_, col) => formatCount(counts[row * classes.length + col])),
          ],
        };
      },
    });
    this.figure.setUnit('actual ↓ predicted →');
    this.#surface = new CanvasSurface(this.figure.picture, () => this.#invalidate());
    this.#listen();
  }

  get element(): HTMLElement {
    return this.figure.element;
  }

  show(confusion: Confusion, accuracy: number): void {
    this.#confusion = confusion;
    const { length } = confusion.classes;
    const height = Math.min(heights.most, heights.aClass * length + margins.top + margins.bottom);
    const { style } = this.element;
    style.setProperty('--plot-height', `${length > usualClasses ? height : heights.usual}px`);
    this.element.classList.toggle('wide', length > usualClasses);
    this.figure.setLabel(
      `Confusion matrix of ${confusion.classes.length} classes, ${formatPercent(accuracy)} on its diagonal`,
    );
    this.#invalidate();
  }

  draw(): void {
    this.figure.drawTable();
  }

  recolor(): void {
    this.#invalidate();
  }

  dispose(): void {
    this.#frame.cancel();
    this.#surface.dispose();
  }

  #invalidate(): void {
    this.#frame.request();
  }

  #listen(): void {
    const { canvas } = this.#surface;
    const { element: focus } = this.figure;
    canvas.addEventListener('pointermove', ({ offsetX, offsetY }) => {
      const size = this.#confusion?.classes.length ?? 0;
      const cell = this.#cell(size);
      const col = Math.floor((offsetX - margins.left) / cell.width);
      const row = Math.floor((offsetY - margins.top) / cell.height);
      const isInside = row >= 0 && row < size && col >= 0 && col < size;
      this.#point(isInside ? { row, col } : null);
    });
    canvas.addEventListener('pointerleave', () => this.#point(null));
    focus.addEventListener('blur', () => this.#point(null));
    focus.addEventListener('keydown', (event) => {
      const down = { ArrowUp: -1, ArrowDown: 1 }[event.key] ?? 0;
      const right = { ArrowLeft: -1, ArrowRight: 1 }[event.key] ?? 0;
      const last = (this.#confusion?.classes.length ?? 0) - 1;
      if (event.target !== focus || last < 0 || (down === 0 && right === 0)) return;
      event.preventDefault();
      const { row, col } = this.#cursor ?? { row: -down, col: -right };
      const clamp = (at: number): number => Math.min(last, Math.max(0, at));
      this.#point({ row: clamp(row + down), col: clamp(col + right) });
    });
  }

  #point(cursor: { readonly row: number; readonly col: number } | null): void {
    this.#cursor = cursor;
    const confusion = this.#confusion;
    if (!cursor || !confusion) this.figure.setRead(null);
    else {
      const { classes, counts } = confusion;
      const count = counts[cursor.row * classes.length + cursor.col];
      this.figure.setRead([
        element(
          'span',
          {},
          element('b', {}, classes[cursor.row]),
          ' taken for ',
          element('b', {}, classes[cursor.col]),
        ),
        element('b', {}, formatCount(count)),
      ]);
    }
    this.#invalidate();
  }

  #cell(size: number): { readonly width: number; readonly height: number } {
    const { width, height } = this.#surface;
    return {
      width: (width - margins.left - margins.right) / Math.max(1, size),
      height: (height - margins.top - margins.bottom) / Math.max(1, size),
    };
  }

  #draw(): void {
    if (!this.#surface.begin() || !this.#confusion) return;
    const { context } = this.#surface;
    const { classes, counts } = this.#confusion;
    const { colors } = this.#host;
    const size = classes.length;
    const cell = this.#cell(size);
    context.font = `11px ${colors.font}`;
    for (let row = 0; row < size; row++) {
      let support = 0;
      for (let col = 0; col < size; col++) support += counts[row * size + col]!;
      for (let col = 0; col < size; col++) {
        const count = counts[row * size + col]!;
        const [x, y] = [margins.left + col * cell.width, margins.top + row * cell.height];
        // The root, so that a few rows among hundreds are seen.
        context.globalAlpha = support > 0 ? Math.sqrt(count / support) : 0;
        context.fillStyle = row === col ? colors.trainFill : colors.errorFill;
        context.fillRect(x, y, cell.width, cell.height);
        context.globalAlpha = 1;
        if (cell.width < roomForCount.width || cell.height < roomForCount.height) continue;
        context.fillStyle = count > 0 ? colors.fg : colors.muted;
        context.textAlign = 'center';
        context.textBaseline = 'middle';
        context.fillText(formatCount(count), x + cell.width / 2, y + cell.height / 2);
      }
    }
    this.#drawFrame(size, cell);
    this.#drawNames(classes, cell);
  }

  #drawFrame(size: number, cell: { readonly width: number; readonly height: number }): void {
    const { context } = this.#surface;
    const { colors } = this.#host;
    context.strokeStyle = colors.grid;
    context.lineWidth = 1;
    context.beginPath();
    const every = cell.width >= 6 && cell.height >= 6 ? 1 : size;
    for (let at = 0; at <= size; at += every) {
      const [x, y] = [margins.left + at * cell.width, margins.top + at * cell.height];
      context.moveTo(x, margins.top);
      context.lineTo(x, margins.top + size * cell.height);
      context.moveTo(margins.left, y);
      context.lineTo(margins.left + size * cell.width, y);
    }
    context.stroke();
    if (!this.#cursor) return;
    context.strokeStyle = colors.fg;
    context.lineWidth = 2;
    const { row, col } = this.#cursor;
    context.strokeRect(
      margins.left + col * cell.width,
      margins.top + row * cell.height,
      cell.width,
      cell.height,
    );
  }

  /** As many names as have room; the others are read with the pointer. */
  #drawNames(classes: readonly string[], cell: { readonly width: number; readonly height: number }): void {
    const { context, height } = this.#surface;
    const { colors } = this.#host;
    const fit = (name: string, room: number): string => {
      if (context.measureText(name).width <= room) return name;
      let cut = name.length - 1;
      while (cut > 1 && context.measureText(`${name.slice(0, cut)}…`).width > room) cut--;
      return `${name.slice(0, cut)}…`;
    };
    const widest = Math.min(48, Math.max(...classes.map((name) => context.measureText(name).width)) + 8);
    const everyRow = Math.ceil(nameGap.row / cell.height);
    const everyCol = Math.ceil(Math.max(nameGap.col, widest) / cell.width);
    classes.forEach((name, at) => {
      context.textBaseline = 'middle';
      context.fillStyle = at === this.#cursor?.row ? colors.fg : colors.muted;
      context.textAlign = 'right';
      if (at % everyRow === 0)
        context.fillText(
          fit(name, margins.left - 8),
          margins.left - 6,
          margins.top + (at + 0.5) * cell.height,
        );
      context.fillStyle = at === this.#cursor?.col ? colors.fg : colors.muted;
      context.textAlign = 'center';
      if (at % everyCol === 0)
        context.fillText(
          fit(name, cell.width * everyCol - 6),
          margins.left + (at + 0.5) * cell.width,
          height - margins.bottom + 10,
        );
    });
  }
}
