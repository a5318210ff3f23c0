import { Figure, type FigureOptions } from '../chart/figure.js';
import { Plane, type Drawing } from '../chart/plane.js';
import type { Panel, Part } from './panel.js';

/** How often a plot's table, and what a screen reader says of its picture, follow a live run, in ms. */
const wordsInterval = 1000;

/** A figure with a plane in it, as a part of the panel: remembers whether it is a table, follows the theme. */
export class Plot implements Part {
  readonly interval = 0;
  readonly figure: Figure;
  readonly plane: Plane;
  #wordsAt = -Infinity;
  #wordsOf: object | null = null;

  constructor(
    readonly panel: Panel,
    readonly options: Omit<FigureOptions, 'onToggle'> & { readonly label: () => string },
    readonly describe: () => Drawing,
  ) {
    this.figure = new Figure({
      ...options,
      onToggle: (asTable) => {
        const others = panel.view.tables.filter((id) => id !== options.id);
        panel.choose({ tables: asTable ? [...others, options.id] : others });
      },
    });
    this.plane = new Plane(this.figure.picture, panel.colors);
    if (panel.view.tables.includes(options.id)) this.figure.setTable(true);
  }

  get element(): HTMLElement {
    return this.figure.element;
  }

  draw(): void {
    const drawing = this.describe();
    if (!this.panel.view.tables.includes(this.options.id)) this.plane.show(drawing);
    if (performance.now() - this.#wordsAt > wordsInterval || this.#wordsOf !== this.panel.view) {
      this.#wordsOf = this.panel.view;
      this.figure.setLabel(this.options.label());
      this.figure.drawTable();
      this.#wordsAt = performance.now();
    }
    this.panel.crosshair.refresh();
  }

  recolor(): void {
    this.plane.setColors(this.panel.colors);
  }

  dispose(): void {
    this.plane.dispose();
  }
}
