import { columnsOf, type Line } from './line.js';
import type { Surface } from './plane.js';

export interface CrowdStyle {
  /** A colour for each line. */
  readonly tones: readonly string[];
  readonly width: number;
  /** Width of a decimated column in px. */
  readonly column: number;
}

/**
 * Hundreds of lines over the same x. What lies behind the newest column of pixels changes no more while a run goes
 * on, so it is kept as a picture, and a new sample costs what is new of each line.
 */
export class Crowd {
  readonly #picture = document.createElement('canvas');
  /** What the picture was drawn for. */
  #place = '';
  #tones: readonly string[] = [];
  /** The picture holds the columns before this one. */
  #held = 0;
  /** The last of them that has a point: what comes next begins there. */
  #last = 0;

  constructor(readonly lines: readonly Line[]) {}

  draw(surface: Surface, style: CrowdStyle): void {
    const { context } = surface;
    const x = this.lines[0]?.curve.x;
    if (!x || x.length === 0) return;
    const { origin, columnsPerUnit, count } = columnsOf(surface, style.column);
    const columnAt = (index: number): number =>
      Math.min(count - 1, Math.floor((x.at(index) - origin) * columnsPerUnit));
    const newest = columnAt(x.length - 1);
    this.#prepare(surface, style, newest);
    if (newest > this.#held) {
      const picture = this.#picture.getContext('2d')!;
      picture.setTransform(context.getTransform());
      this.#trace(surface, picture, style, newest);
      this.#held = newest;
      let index = x.length - 1;
      while (index > 0 && columnAt(index) >= newest) index--;
      this.#last = Math.max(0, Math.min(newest - 1, columnAt(index)));
    }
    context.save();
    context.resetTransform();
    context.drawImage(this.#picture, 0, 0);
    context.restore();
    this.#trace(surface, context, style, newest + 1);
  }

  /** Begins a new picture where the plot's size, axes or colours are others than before. */
  #prepare(
    { context, left, right, top, bottom, xAt, yAt }: Surface,
    style: CrowdStyle,
    newest: number,
  ): void {
    const { width, height } = context.canvas;
    const ends = [xAt(left), xAt(right), yAt(top), yAt(bottom)];
    const place = [width, height, left, right, top, bottom, ...ends, style.width, style.column].join(' ');
    if (place === this.#place && style.tones === this.#tones && newest >= this.#held) return;
    this.#place = place;
    this.#tones = style.tones;
    this.#held = this.#last = 0;
    this.#picture.width = width;
    this.#picture.height = height;
  }

  /** Draws what comes behind the last column that the picture holds, up to `to` (not included). */
  #trace(surface: Surface, context: CanvasRenderingContext2D, style: CrowdStyle, to: number): void {
    const { left, end, top, bottom, y } = surface;
    context.save();
    context.beginPath();
    context.rect(left, top - 1, end - left, bottom - top + 2);
    context.clip();
    context.lineWidth = style.width;
    context.lineJoin = 'round';
    this.lines.forEach((line, index) => {
      context.strokeStyle = style.tones[index]!;
      context.beginPath();
      const trace = (column: number, value: number, isStart: boolean): void => {
        const px = left + (column + 0.5) * style.column;
        if (isStart) context.moveTo(px, y(value));
        else context.lineTo(px, y(value));
      };
      line.bring(surface, style.column).each(trace, this.#last, to);
      context.stroke();
    });
    context.restore();
  }
}
