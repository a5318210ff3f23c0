import { readWindow, type TimeWindow } from '../chart/timeWindow.js';
import type { Quantity } from './layers.js';

/** By what the list of layers is in order, the most striking first; `depth`: input first. */
export type LayerOrder = 'depth' | 'gradient' | 'update' | 'health';

/** What is shown of the chosen parameter. */
export type Watched = 'weights' | 'gradient' | 'change';

/** The user's choices of view, all that the panel itself remembers. */
export interface ViewState {
  /** Name of the chosen layer; null is the first. */
  readonly layer: string | null;
  /** `auto`: logarithmic once the loss has fallen through a decade. */
  readonly lossScale: 'auto' | 'log' | 'linear';
  readonly quantity: Quantity;
  readonly metric: string | null;
  /** Of the chosen layer, by the name after its own (`weight`); null is the first. */
  readonly parameter: string | null;
  readonly watched: Watched;
  /** The checkpoint that is shown; null is the newest. */
  readonly epoch: number | null;
  /** Whether the cursor in the spec chooses the layer. */
  readonly follow: boolean;
  readonly layerOrder: LayerOrder;
  /** Histograms with counts on a log axis. */
  readonly logCounts: boolean;
  /** The epochs that plots over time show; null is all. */
  readonly time: TimeWindow | null;
  /** Ids of the plots that are shown as tables. */
  readonly tables: readonly string[];
}

export const initialViewState: ViewState = {
  layer: null,
  lossScale: 'auto',
  quantity: 'gradient',
  metric: null,
  parameter: null,
  watched: 'weights',
  epoch: null,
  follow: true,
  layerOrder: 'depth',
  logCounts: false,
  time: null,
  tables: [],
};

const orders: readonly LayerOrder[] = ['depth', 'gradient', 'update', 'health'];

/** Takes what is sound of a stored state, which an older version may have written. */
export function readViewState(stored: unknown): ViewState {
  if (typeof stored !== 'object' || stored === null) return initialViewState;
  const {
    layer,
    lossScale,
    quantity,
    metric,
    parameter,
    watched,
    epoch,
    follow,
    layerOrder,
    logCounts,
    time,
    tables,
  } = stored as Record<string, unknown>;
  return {
    layer: typeof layer === 'string' ? layer : null,
    lossScale: lossScale === 'log' || lossScale === 'linear' ? lossScale : 'auto',
    quantity: quantity === 'update' ? 'update' : 'gradient',
    metric: typeof metric === 'string' ? metric : null,
    parameter: typeof parameter === 'string' ? parameter : null,
    watched: watched === 'gradient' || watched === 'change' ? watched : 'weights',
    epoch: typeof epoch === 'number' ? epoch : null,
    follow: follow !== false,
    layerOrder: orders.find((order) => order === layerOrder) ?? 'depth',
    logCounts: logCounts === true,
    time: readWindow(time),
    tables: Array.isArray(tables) ? tables.filter((id) => typeof id === 'string') : [],
  };
}
