import type { SavedChart } from '../../src/protocol/savedChart.js';
import type { Colors } from '../theme/colors.js';

/** A piece of a panel: an element and how it is brought up to date. */
export interface Part {
  readonly element: HTMLElement;
  /** Least time between two draws, in ms; 0 is every frame. */
  readonly interval: number;
  draw(): void;
  /** After the theme changed. */
  recolor?(): void;
  dispose?(): void;
}

/** What charts need of the panel that they stand in, whichever it is. */
export interface ChartHost {
  readonly colors: Colors;
  /** Ids of the charts that are shown as tables. */
  readonly view: { readonly tables: readonly string[] };
  /** One crosshair for all charts over time. */
  readonly crosshair?: { refresh(): void };
  /** Changes choices of view and draws again. */
  choose(change: { readonly tables: readonly string[] }): void;
  /** Lets the user save a chart, as a picture or as a table. */
  saveChart(chart: SavedChart): void;
}
