import type {
  DifferencePanelCalls,
  DifferenceSnapshot,
  TensorPair,
} from '../../src/protocol/differencePanel.js';
import type { Frames } from '../chart/frames.js';
import type { ChartHost } from '../parts/part.js';
import type { Differences } from './differences.js';
import type { ViewState } from './viewState.js';

export type { Part } from '../parts/part.js';

/** What the parts of the comparison know of it. */
export interface DifferenceHost extends ChartHost {
  readonly snapshot: DifferenceSnapshot;
  readonly frames: Frames;
  readonly view: ViewState;
  readonly differences: Differences;
  /** What is shown below the list; null where there is nothing. */
  readonly chosen: TensorPair | null;
  choose(change: Partial<ViewState>): void;
  request<K extends keyof DifferencePanelCalls>(
    name: K,
    args: DifferencePanelCalls[K]['args'],
  ): Promise<DifferencePanelCalls[K]['reply']>;
}
