import type { ComparedRun, ComparePanelCalls } from '../../src/protocol/comparePanel.js';
import type { Crosshair } from '../chart/crosshair.js';
import type { TimeZoom } from '../chart/timeZoom.js';
import type { ChartHost } from '../parts/part.js';
import type { CompareModel } from './model.js';
import type { ViewState } from './viewState.js';

export type { Part } from '../parts/part.js';

/** How a run's curve looks everywhere: its colour is its rank, its dash tells it apart. */
export interface RunLook {
  readonly color: string;
  readonly dash: readonly number[];
  readonly isChosen: boolean;
}

/** What the parts of a comparison know of it. */
export interface ComparePanel extends ChartHost {
  readonly model: CompareModel;
  readonly view: ViewState;
  readonly crosshair: Crosshair;
  readonly time: TimeZoom;
  /** Runs whose curves are drawn, best first. */
  readonly shown: readonly ComparedRun[];
  look(run: ComparedRun): RunLook;
  choose(change: Partial<ViewState>): void;
  /** Asks the host; a failure is shown above the runs. */
  ask<K extends keyof ComparePanelCalls>(name: K, args: ComparePanelCalls[K]['args']): void;
}
