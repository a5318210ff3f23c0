import type { ChartHost, Part } from '../parts/part.js';
import { Figure, type FigureOptions } from './figure.js';
import { Plane, type Drawing } from './plane.js';

/** How often a plot's table, and what a screen reader says of its picture, follow a live run, in ms. */
const wordsInterval = 1000;

/** A figure with a plane in it, as a part of the panel: remembers whether it is a table, follows the theme. */
export class Plot implements Part {
  readonly interval = 0;
  #drawnOf: readonly unknown[] = [];
  readonly figure: Figure;
  readonly plane: Plane;
  #wordsAt = -Infinity;
  #wordsOf: object | null = null;
  #later: ReturnType<typeof setTimeout> | undefined;

  constructor(
    readonly host: ChartHost,
    readonly options: FigureOptions & {
      readonly label: () => string;
      /** What its picture shows of the run; while that is the same, nothing is drawn. Without it all is news. */
      readonly shows?: () => readonly unknown[];
    },
    readonly describe: () => Drawing,
  ) {
    this.figure = new Figure(host, options);
    this.plane = new Plane(this.figure.picture, host.colors);
  }

  get element(): HTMLElement {
    return this.figure.element;
  }

  draw(): void {
    if (!this.#isNews()) return;
    const drawing = this.describe();
    if (!this.host.view.tables.includes(this.options.id)) this.plane.show(drawing);
    if (performance.now() - this.#wordsAt > wordsInterval || this.#wordsOf !== this.host.view) this.#say();
    else this.#later ??= setTimeout(() => this.#say(), wordsInterval);
    this.host.crosshair?.refresh();
  }

  #isNews(): boolean {
    const { shows } = this.options;
    if (!shows) return true;
    const now = [this.host.view, this.host.colors, ...shows()];
    const before = this.#drawnOf;
    this.#drawnOf = now;
    return now.length !== before.length || now.some((one, i) => !Object.is(one, before[i]));
  }

  recolor(): void {
    this.plane.setColors(this.host.colors);
  }

  #say(): void {
    clearTimeout(this.#later);
    this.#later = undefined;
    this.#wordsOf = this.host.view;
    this.figure.setLabel(this.options.label());
    this.figure.drawTable();
    this.#wordsAt = performance.now();
  }

  dispose(): void {
    clearTimeout(this.#later);
    this.plane.dispose();
  }
}
