import type { Plot } from '../chart/plot.js';
import type { Surface } from '../chart/plane.js';
import type { Panel } from './panel.js';

/** How far the pointer may be from what it means, in px. */
const reach = 14;

/** A place on a plot that stands for a row. */
export interface RowPlace {
  readonly row: number;
  readonly x: number;
  readonly y: number;
}

/** A click chooses the row that is nearest, ↑ and ↓ the one before and after in the list, Enter opens its file. */
export function pickRow(plot: Plot, panel: Panel, places: (surface: Surface) => Iterable<RowPlace>): void {
  plot.plane.canvas.addEventListener('click', ({ offsetX, offsetY }) => {
    const surface = plot.plane.surface();
    if (!surface) return;
    let best: RowPlace | null = null;
    let least = reach ** 2;
    for (const place of places(surface)) {
      const distance = (place.x - offsetX) ** 2 + (place.y - offsetY) ** 2;
      if (distance < least) [best, least] = [place, distance];
    }
    if (best) panel.chooseRow(best.row);
  });
  stepRows(plot.element, panel);
}

/** The keys alone. */
export function stepRows(figure: HTMLElement, panel: Panel): void {
  figure.addEventListener('keydown', (event) => {
    if (event.target !== figure) return;
    const places = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    const row = panel.shown?.row.row;
    if (places !== undefined) panel.stepRow(places);
    else if (event.key === 'Enter' && row !== undefined) panel.chooseRow(row, true);
    else return;
    event.preventDefault();
  });
}
