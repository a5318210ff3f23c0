import { element } from '../parts/element.js';
import type { Figure } from './figure.js';
import type { Plane } from './plane.js';

interface Linked {
  readonly figure: Figure;
  readonly plane: Plane;
  readonly read: (x: number) => readonly Node[];
  readonly line: HTMLElement;
}

/** One crosshair for all plots over time: each writes what it reads into its own header. */
export class Crosshair {
  readonly #linked: Linked[] = [];
  #x: number | null = null;

  /**
   * `step` is how far the arrow keys move, in the unit of x, or by which factor with `isFactor`; the crosshair stays
   * between 0 and `end()`.
   */
  constructor(
    readonly step: number,
    readonly end: () => number,
    readonly isFactor = false,
  ) {}

  link(figure: Figure, plane: Plane, read: (x: number) => readonly Node[]): void {
    const line = element('i', { class: 'crosshair', attributes: { 'aria-hidden': 'true' } });
    line.hidden = true;
    figure.picture.append(line);
    this.#linked.push({ figure, plane, read, line });
    plane.canvas.addEventListener('pointermove', (event) => {
      this.move(plane.surface()?.xAt(event.offsetX) ?? null);
    });
    plane.canvas.addEventListener('pointerleave', () => this.move(null));
    figure.element.addEventListener('keydown', (event) => {
      if (event.target !== figure.element || event.shiftKey) return;
      const from = this.#x ?? this.end();
      const to = {
        ArrowLeft: this.isFactor ? from / this.step : from - this.step,
        ArrowRight: this.isFactor ? from * this.step : from + this.step,
        Home: 0,
        End: Infinity,
      }[event.key];
      if (to === undefined && event.key !== 'Escape') return;
      event.preventDefault();
      this.move(to === undefined ? null : Math.min(this.end(), Math.max(0, to)));
    });
    figure.element.addEventListener('blur', () => this.move(null));
  }

  /** Shows the crosshair at `x`, or nowhere. */
  move(x: number | null): void {
    this.#x = x !== null && x >= 0 && x <= this.end() ? x : null;
    for (const { figure, plane, read, line } of this.#linked) {
      const surface = plane.surface();
      const hidden = this.#x === null || !surface;
      figure.setRead(hidden ? null : read(this.#x!));
      const place = hidden ? NaN : Math.round(surface.x(this.#x!));
      line.hidden = hidden || place < Math.floor(surface.left) || place > surface.right;
      if (hidden) continue;
      line.style.transform = `translateX(${place}px)`;
      line.style.top = `${surface.top}px`;
      line.style.height = `${surface.bottom - surface.top}px`;
    }
  }

  /** Reads again where it stands, after new values came. */
  refresh(): void {
    if (this.#x !== null) this.move(this.#x);
  }
}
