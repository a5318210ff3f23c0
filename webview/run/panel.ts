import type { RunPanelCalls } from '../../src/protocol/runPanel.js';
import type { SavedChart } from '../../src/protocol/savedChart.js';
import type { Crosshair } from '../chart/crosshair.js';
import type { Frames } from '../chart/frames.js';
import type { TimeZoom } from '../chart/timeZoom.js';
import type { GrowingRange } from '../chart/range.js';
import type { Colors } from '../theme/colors.js';
import type { Quantity } from './layers.js';
import type { RunModel } from './model.js';
import type { ViewState } from './viewState.js';

export type { Part } from '../parts/part.js';

/** What every part of the panel shares. */
export interface Panel {
  readonly model: RunModel;
  readonly colors: Colors;
  readonly view: ViewState;
  readonly frames: Frames;
  readonly crosshair: Crosshair;
  readonly time: TimeZoom;
  /** Axes that plots of one quantity share. */
  readonly ranges: Readonly<Record<Quantity, GrowingRange>>;
  /** Index of the chosen layer. */
  readonly chosen: number;
  /** Changes choices of view and draws again. */
  choose(change: Partial<ViewState>): void;
  /** Asks the host; a failure is shown above the charts. */
  ask<K extends keyof RunPanelCalls>(name: K, args: RunPanelCalls[K]['args']): void;
  /** Lets the user save a chart. */
  saveChart(chart: SavedChart): void;
  /** Asks the host for something; whoever asks deals with a failure. */
  request<K extends keyof RunPanelCalls>(
    name: K,
    args: RunPanelCalls[K]['args'],
  ): Promise<RunPanelCalls[K]['reply']>;
}
