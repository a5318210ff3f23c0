import { readWindow, type TimeWindow } from '../chart/timeWindow.js';

/** Which curves are drawn. */
export type Split = 'validation' | 'training';

/** The user's choices of view, all that the panel itself remembers. */
export interface ViewState {
  /** The run that stands out; null is the best. */
  readonly chosen: string | null;
  /** Runs without curves. */
  readonly hidden: readonly string[];
  readonly split: Split;
  /** `auto`: logarithmic once a loss has fallen through a decade. */
  readonly lossScale: 'auto' | 'log' | 'linear';
  readonly metric: string | null;
  /** The epochs that the curves show; null is all. */
  readonly time: TimeWindow | null;
  /** Options that are the same everywhere are left out. */
  readonly onlyDiffering: boolean;
  /** Ids of the plots that are shown as tables. */
  readonly tables: readonly string[];
}

/** Takes what is sound of a stored state, which an older version may have written. */
export function readViewState(stored: unknown): ViewState {
  const { chosen, hidden, split, lossScale, metric, time, onlyDiffering, tables } = (
    typeof stored === 'object' && stored !== null ? stored : {}
  ) as Record<string, unknown>;
  return {
    chosen: typeof chosen === 'string' ? chosen : null,
    hidden: words(hidden),
    split: split === 'training' ? 'training' : 'validation',
    lossScale: lossScale === 'log' || lossScale === 'linear' ? lossScale : 'auto',
    metric: typeof metric === 'string' ? metric : null,
    time: readWindow(time),
    onlyDiffering: onlyDiffering !== false,
    tables: words(tables),
  };
}

const words = (list: unknown): readonly string[] =>
  Array.isArray(list) ? list.filter((one) => typeof one === 'string') : [];
