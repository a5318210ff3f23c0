import { MinMaxColumns, type Columns, type Curve } from './decimate.js';
import type { Surface } from './plane.js';

export interface LineStyle {
  readonly color: string;
  readonly width: number;
  readonly dash?: readonly number[];
  /** Holds each value until the next. */
  readonly stepped?: boolean;
  /** Width of a decimated column in px, 1 unless there are very many lines. */
  readonly column?: number;
}

/** One curve as a line, decimated once it has more than two points a pixel. */
export class Line {
  readonly #columns = new MinMaxColumns();

  constructor(readonly curve: Curve) {}

  draw(surface: Surface, style: LineStyle): void {
    const { context, left, right, end, top, bottom } = surface;
    context.save();
    context.beginPath();
    context.rect(left, top - 1, end - left, bottom - top + 2);
    context.clip();
    context.strokeStyle = style.color;
    context.lineWidth = style.width;
    context.lineJoin = 'round';
    context.setLineDash([...(style.dash ?? [])]);
    context.beginPath();
    const length = Math.min(this.curve.x.length, this.curve.y.length);
    const column = style.column ?? 1;
    // One point more on each side, so that the line goes on to the edges.
    const from = Math.max(0, this.curve.x.countBelow(surface.xAt(left)) - 1);
    const to = Math.min(length, this.curve.x.countBelow(surface.xAt(right)) + 1);
    if (to - from > (2 * (right - left)) / column) this.#traceColumns(surface, column);
    else this.#tracePoints(surface, from, to, style.stepped ?? false);
    context.stroke();
    context.restore();
  }

  #tracePoints({ context, x, y }: Surface, from: number, to: number, stepped: boolean): void {
    let previous = NaN;
    for (let i = from; i < to; i++) {
      const value = this.curve.y.at(i);
      const px = x(this.curve.x.at(i));
      const py = y(value);
      // A lone value between gaps is a dot: a line of no length with round ends would be lost.
      const alone = Number.isNaN(previous) && (i + 1 >= to || Number.isNaN(this.curve.y.at(i + 1)));
      if (Number.isFinite(value)) {
        if (Number.isNaN(previous)) context.moveTo(alone ? px - 1.5 : px, py);
        else if (stepped) context.lineTo(px, previous);
        context.lineTo(alone ? px + 1.5 : px, py);
      }
      previous = Number.isFinite(value) ? py : NaN;
    }
  }

  /** The columns of this surface, up to date with the curve. */
  bring(surface: Surface, width: number): MinMaxColumns {
    this.#columns.extend(this.curve, columnsOf(surface, width));
    return this.#columns;
  }

  #traceColumns(surface: Surface, width: number): void {
    const { context, y } = surface;
    this.bring(surface, width).each((column, value, isStart) => {
      const px = surface.left + (column + 0.5) * width;
      if (isStart) context.moveTo(px, y(value));
      else context.lineTo(px, y(value));
    });
  }
}

/** Columns of `width` px over the surface, the first at its left. */
export function columnsOf({ left, right, xAt }: Surface, width: number): Columns {
  const origin = xAt(left);
  return {
    origin,
    columnsPerUnit: (right - left) / width / (xAt(right) - origin),
    count: Math.ceil((right - left) / width) + 1,
  };
}
