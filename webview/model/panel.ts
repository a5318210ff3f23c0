import type { ModelPanelCalls, ModelSeries, ModelSnapshot } from '../../src/protocol/modelPanel.js';
import type { ModelFindings } from '../../src/protocol/models.js';
import type { Frames } from '../chart/frames.js';
import type { ChartHost } from '../parts/part.js';
import type { ViewState } from './viewState.js';

export type { Part } from '../parts/part.js';

/** What the parts of the weights editor know of it. */
export interface ModelHost extends ChartHost {
  readonly snapshot: ModelSnapshot;
  readonly frames: Frames;
  readonly view: ViewState;
  /** The chosen tensor's place in the file; null where there is none. */
  readonly chosen: number | null;
  /** Files of other moments; null where there are none. */
  readonly series: ModelSeries | null;
  /** As far as the tensors have been measured. */
  readonly findings: ModelFindings;
  choose(change: Partial<ViewState>): void;
  /** Asks the host; a failure is shown above the list. */
  ask<K extends keyof ModelPanelCalls>(name: K, args: ModelPanelCalls[K]['args']): void;
  /** Asks the host for something; whoever asks deals with a failure. */
  request<K extends keyof ModelPanelCalls>(
    name: K,
    args: ModelPanelCalls[K]['args'],
  ): Promise<ModelPanelCalls[K]['reply']>;
}
